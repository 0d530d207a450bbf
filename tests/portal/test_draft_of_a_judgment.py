"""A judgment that is being written: on its judge's desk, and nowhere else."""

from tests.decisions.conftest import accepted, authority, draft, heard, home, new_draft

__all__ = ["accepted", "authority", "draft", "heard", "home", "new_draft"]


def test_the_draft_waits_on_the_judges_desk_and_on_no_other(as_user, judge, chair, draft):
    address = draft.get_absolute_url()
    assert address in as_user(judge).get("/desk/?queue=acts").content.decode()
    assert address not in as_user(chair).get("/desk/?queue=acts").content.decode()


def test_the_draft_is_no_paper_of_the_cabinet(as_user, aysel, draft):
    page = as_user(aysel).get(f"/cabinet/cases/{draft.case_id}/").content.decode()
    assert "qiymətləndirərək" not in page and "Layihə" not in page
