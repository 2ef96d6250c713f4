"""Small files of each format that is read, made here."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(**parts: str | bytes) -> bytes:
    """An archive; `word__document.xml` as a key is `word/document.xml` in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return file.getvalue()


def relations(**targets: str) -> str:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    found = "".join(
        f'<Relationship Id="r{n}" Type="{kinds}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{found}</Relationships>'
    )


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" * bool(properties)}<w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' * bool(properties)}{''.join(runs)}</w:p>"


def docx(body: str, *, styles: str = "", **notes: str) -> bytes:
    """A Word document of raw WordprocessingML; `styles` and the others (`footnotes` …) are what stands in these parts.

    The root of a part is named like it, which Word does otherwise for headers and footers; nobody looks at that.
    """
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels__.rels": relations(officeDocument="word/document.xml"),
        "word___rels__document.xml.rels": relations(
            styles="styles.xml", **{kind: f"{kind}.xml" for kind in ("footnotes", "endnotes", "header", "footer")}
        ),
        "word__document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word__styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
    }
    for kind, content in notes.items():
        parts[f"word__{kind}.xml"] = f'<w:{kind} xmlns:w="{W}">{content}</w:{kind}>'
    return zipped(**parts)


def odt(body: str, styles: str = "", masters: str = "") -> bytes:
    """An OpenDocument text of what stands in its `office:text`, its automatic styles and its master pages."""
    names = "".join(f' xmlns:{n}="{OFFICE}:{n}:1.0"' for n in ("office", "text", "table", "style", "drawing"))
    return zipped(
        mimetype="application/vnd.oasis.opendocument.text",
        **{
            "content.xml": f"<office:document-content{names}>"
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles{names}>{masters}</office:document-styles>",
        },
    )


def epub(*pages: str, nav: bool = True, **parts: str) -> bytes:
    """A book with a page of XHTML for each body that is given, and a navigation page if it should have one."""
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    items = {f"p{n}": f"p%20{n}.xhtml" for n in range(len(pages))}
    html = {f"OEBPS__p {n}.xhtml": xhtml(page) for n, page in enumerate(pages)}
    if nav:
        html["OEBPS__nav.xhtml"] = xhtml("<nav><h1>Contents</h1></nav><p>Contents page</p>")
    manifest = "".join(f'<item id="{i}" href="{h}" media-type="application/xhtml+xml"/>' for i, h in items.items())
    manifest += '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>' * nav
    spine = "".join(f'<itemref idref="{i}"/>' for i in ["nav"] * nav + [*items])
    opf = (
        f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{manifest}</manifest><spine>{spine}</spine></package>'
    )
    fixed = {"mimetype": "application/epub+zip", "META-INF__container.xml": container, "OEBPS__book.opf": opf}
    return zipped(**(fixed | html | parts))


def xhtml(body: str) -> str:
    return (
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11.dtd">'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Title</title></head><body>{body}</body></html>'
    )


def pdf(*pages: list[tuple[float, float, str]], size: int = 10) -> bytes:
    """A PDF with lines of Latin text at points (x, y) from the lower left corner of each page."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    kids = []
    for page in pages:
        lines = ""
        for x, y, text in page:
            escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            lines += f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET\n"
        objects.append(f"<</Length {len(lines.encode('cp1252'))}>>\nstream\n{lines}endstream")
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {len(objects)} 0 R>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()
