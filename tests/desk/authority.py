"""An authority for signatures of its own: one that another test made may begin after the invented past."""

from pathlib import Path
from tempfile import mkdtemp

from documents.authority import DemoAuthority, Holder

FOLDER = Path(mkdtemp())


class OwnAuthority(DemoAuthority):
    """The demo's authority with its certificates in another place."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = FOLDER
        self.root = Holder.at(FOLDER, "root")
