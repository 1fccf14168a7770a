"""A file that is refused."""

from wutong.foundation.operations import Refused


class Unfit(Refused):
    """The text names the file and tells the person who sent it why, and what to do."""

    def __init__(self, name: str, wrong: str, todo: str) -> None:
        super().__init__(f"文件“{name}”{wrong}，{todo}。")
