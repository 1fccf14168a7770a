"""Opens one file that a stranger sent and draws it, in a process that may take only so much.

Run as a script, `draughtsman.py KIND FILE FOLDER LARGE SMALL`, by drawing.py; knows nothing else of
the service. Writes FOLDER/large.jpg and small.jpg without any of the original's metadata, and
prints what it found as JSON: `{"wrong": "", "pages": 3, "taken_at": "2023:03:02 09:10:11"}`.
`wrong` is `broken`, `locked` or `huge`. What brings it down is not the service's loss.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY = 1 << 30  # bytes
SECONDS = 20
MOST_PIXELS = 120_000_000
ORIENTATION, EXIF_PART, TAKEN = 0x0112, 0x8769, 0x9003


def bound() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 26, 1 << 26))


def of_picture(file: Path, kind: str) -> tuple[Any, dict[str, object]]:
    from PIL import Image, ImageOps  # noqa: PLC0415 (only after the bounds are set)

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses twice as many
    if kind == "heic":
        import pi_heif  # noqa: PLC0415

        pi_heif.register_heif_opener()
    with Image.open(file, formats=["HEIF" if kind == "heic" else kind.upper()]) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        taken = image.getexif().get_ifd(EXIF_PART).get(TAKEN, "")
        image.load()
        upright = ImageOps.exif_transpose(image)
    return upright, {"pages": 1, "taken_at": str(taken)}


def of_pdf(file: Path, large: int) -> tuple[Any, dict[str, object]]:
    import pypdfium2  # noqa: PLC0415

    document = pypdfium2.PdfDocument(file)
    page = document[0]
    width, height = page.get_size()
    scale = large / max(width, height, 1)
    image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return image, {"pages": len(document), "taken_at": ""}


def draw(kind: str, file: Path, folder: Path, large: int, small: int) -> dict[str, object]:
    from PIL import Image  # noqa: PLC0415

    image, found = of_pdf(file, large) if kind == "pdf" else of_picture(file, kind)
    for name, side in (("large", large), ("small", small)):
        image.thumbnail((side, side))
        shown = image.convert("RGBA")
        paper = Image.new("RGB", shown.size, "white")
        paper.paste(shown, mask=shown.getchannel("A"))
        paper.save(folder / f"{name}.jpg", "JPEG", quality=85)
    return {"wrong": "", **found}


def main() -> None:
    bound()
    kind, file, folder, large, small = sys.argv[1:]
    try:
        found = draw(kind, Path(file), Path(folder), int(large), int(small))
    except MemoryError:
        found = {"wrong": "huge"}
    except Exception as error:
        said = f"{type(error).__name__} {error}"
        huge = "DecompressionBomb" in said
        found = {"wrong": "huge" if huge else "locked" if "assword" in said else "broken"}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
