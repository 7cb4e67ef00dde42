"""Whether the PDFs we make can be read out: PDF/UA, as a screen reader meets it."""

from io import BytesIO

import pikepdf


def tags(element, found=None) -> list[str]:
    """Return the names of all tags below an element of a PDF's structure, in reading order."""
    found = [] if found is None else found
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found.append(str(child["/S"]))
            tags(child, found)
    return found


def barriers(pdf: bytes, title: str, language: str = "de") -> list[str]:
    """Return what a screen reader misses (ISO 14289-1): mark, title, language, tags, headings, alternative texts."""
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        tree = tags(root.StructTreeRoot) if "/StructTreeRoot" in root else []
        with document.open_metadata() as metadata:
            part, told = metadata.get("pdfuaid:part"), metadata.get("dc:title")
        figures = [
            each
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure" and "/Alt" not in each
        ]
        holds = {
            "not PDF/UA": part == "1",
            "another title": told == title,
            "title not shown": bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")),
            "another language": str(root.get("/Lang")) == language,
            "not marked": bool(root.get("/MarkInfo", {}).get("/Marked")),
            "no tags": bool(tree),
            "no heading": "/H1" in tree or "/H2" in tree or "/P" in tree,
            "picture without words": not figures,
        }
    return [barrier for barrier, held in holds.items() if not held]
