"""`python -m wutong` is the `wutong` command."""

from wutong.config.command import main

main()
