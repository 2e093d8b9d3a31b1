"""Tables for notebooks."""

from __future__ import annotations

from html.parser import HTMLParser

from conftest import AS_OF

import qudao


class Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: set[str] = set()
        self.rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.attributes.update(name for name, _ in attrs)
        self.rows += tag == "tr"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(html: str) -> Balance:
    parser = Balance()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser


def test_table_is_escaped_and_balanced(review: qudao.Review) -> None:
    html = review.in_locale("en")._repr_html_()
    assert parsed(html).rows == 3
    assert "Channel &lt;2026&gt;" in html and "<2026>" not in html
    assert "Silver" in html and "20.02" in html and "as of 2026-03-31" in html


def test_table_speaks_chinese_first(review: qudao.Review) -> None:
    html = review._repr_html_()
    parsed(html)
    assert "渠道政策 &amp; 2026" in html and "银牌" in html and "销量返利" in html and "伙伴" in html


def test_table_is_readable_on_any_ground(review: qudao.Review) -> None:
    html = review._repr_html_()
    assert parsed(html).attributes == {"style"}
    assert "#" not in html and "rgb" not in html and "<script" not in html


def test_long_tables_are_cut(programme: qudao.Programme, engine: qudao.Engine) -> None:
    partners = [{"id": f"<P-{number:03}>"} for number in range(25)]
    facts = qudao.Facts.from_dict(programme, {"partners": partners, "sales": [], "registrations": []})
    html = engine.review(facts, AS_OF).in_locale("en")._repr_html_()
    assert parsed(html).rows == 1 + 20
    assert "5 more partners" in html and "&lt;P-000&gt;" in html


def test_decision_is_shown_as_its_explanation(review: qudao.Review) -> None:
    html = review["P-001"]._repr_html_()
    parsed(html)
    assert html.startswith("<pre")
