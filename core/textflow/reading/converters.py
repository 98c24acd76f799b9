"""Files that are no text, and the tools that make text of them."""

from types import MappingProxyType

_PANDOC = "`pandoc -t plain`"
_OFFICE = "`libreoffice --headless --convert-to txt`"
_TABLE = "`libreoffice --headless --convert-to csv`"

#: Suffix to what such a file is, and what converts it.
CONVERTERS = MappingProxyType(
    {
        "pdf": ("a PDF", "`pdftotext`"),
        "docx": ("a Word document", _PANDOC),
        "odt": ("an OpenDocument text", _PANDOC),
        "rtf": ("rich text", _PANDOC),
        "epub": ("an e-book", _PANDOC),
        "doc": ("an old Word document", _OFFICE),
        "xlsx": ("an Excel workbook", _TABLE),
        "xls": ("an old Excel workbook", _TABLE),
        "ods": ("an OpenDocument spreadsheet", _TABLE),
    }
)
#: What begins like this is such a file, whatever it is called.
CONTENTS = MappingProxyType(
    {
        "a PDF": "convert it to text first, with `pdftotext`",
        "a zip archive or an office document": (
            f"convert a document to text first, with {_PANDOC}; unpack an archive"
        ),
        "an old office document": f"convert it to text first, with {_OFFICE}",
    }
)
