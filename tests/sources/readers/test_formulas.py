"""Equations on one line: every letter and digit in its order, and a sign for what layout says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sources.readers.formulas import formula_text

OMML = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
MATHML = 'xmlns="http://www.w3.org/1998/Math/MathML"'

ROW = "<mtr><mtd><mi>a</mi></mtd><mtd><mo>=</mo></mtd></mtr>"


def omml(inner: str) -> str:
    return formula_text(etree.fromstring(f"<m:oMath {OMML}>{inner}</m:oMath>"))


def mathml(inner: str) -> str:
    return formula_text(etree.fromstring(f"<math {MATHML}>{inner}</math>"))


def r(words: str) -> str:
    return f"<m:r><m:t>{words}</m:t></m:r>"


def m(name: str, *inner: str, **settings: str) -> str:
    """An element of OMML with its properties, such as `chr="∑"`."""
    given = "".join(f'<m:{key} m:val="{value}"/>' for key, value in settings.items())
    return f"<m:{name}><m:{name}Pr>{given}</m:{name}Pr>{''.join(inner)}</m:{name}>"


def fraction(above: str, below: str) -> str:
    return m("f", m("num", r(above)), m("den", r(below)))


@pytest.mark.parametrize(
    ("inner", "line"),
    [
        (r("F=ma"), "F=ma"),
        (
            r("E=") + fraction("1", "2") + r("m") + m("sSup", m("e", r("v")), m("sup", r("2"))),
            "E=1/2 mv²",
        ),
        (r("1-") + fraction("1", "R0"), "1-1/(R0)"),
        (fraction("a+b", "2a"), "(a+b)/(2a)"),
        (m("sSup", m("e", r("e")), m("sup", r("ix"))), "e^(ix)"),
        (m("sSub", m("e", r("v")), m("sub", r("max"))), "v_max"),
        (
            m("nary", m("sub", r("i=1")), m("sup", r("n")), m("e", r("x")), chr="∑"),
            "∑_(i=1)^n x",
        ),
        (m("rad", m("deg", r("3")), m("e", r("x+1"))), "³√(x+1)"),
        (m("func", m("fName", r("sin")), m("e", r("x"))), "sin x"),
        (m("d", m("e", r("x")), begChr="["), "[x)"),
        (m("d", m("m", m("mr", m("e", r("a")), m("e", r("b"))), m("mr", r("c")))), "(a, b; c)"),
        (m("acc", m("e", r("F")), chr="\u20d7"), "F\u20d7"),
        (m("eqArr", m("e", r("x&amp;=1")), m("e", r("y&amp;=2"))), "x=1; y=2"),
    ],
)
def test_an_equation_of_word_is_one_line(inner: str, line: str) -> None:
    assert omml(inner) == line


@pytest.mark.parametrize(
    ("inner", "line"),
    [
        ("<mi>F</mi><mo>=</mo><mi>m</mi><mo>\u2062</mo><mi>a</mi>", "F=ma"),
        ("<msup><mi>sin</mi><mn>2</mn></msup><mi>ϕ</mi>", "sin² ϕ"),
        (
            "<mn>1</mn><mo>\u2212</mo><mfrac><mn>1</mn><msub><mi>R</mi><mn>0</mn></msub></mfrac>",
            "1\u22121/R₀",
        ),
        ("<msup><mi>x</mi><mo>\u2032</mo></msup><mo>=</mo><msqrt><mn>2</mn></msqrt>", "x\u2032=√2"),
        ("<munder><mi>lim</mi><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder>", "lim_(x→0)"),
        ("<mo>lim</mo><mi>x</mi><mo>mod</mo><mn>2</mn>", "lim x mod 2"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "x̅"),
        ("<msup><mn>90</mn><mo>∘</mo></msup><mi>C</mi>", "90°C"),
        (f"<mtable columnalign='right left'>{ROW}</mtable>", "a="),
        (f"<mtable>{ROW}{ROW}</mtable>", "a, =; a, ="),
        ("<semantics><mi>x</mi><annotation>x</annotation></semantics>", "x"),
        ("<mfrac><mtext>distance</mtext><mtext>time</mtext></mfrac>", "distance/time"),
        (
            "<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>",
            "₆¹⁴C",
        ),
    ],
)
def test_an_equation_of_a_web_page_is_one_line(inner: str, line: str) -> None:
    assert mathml(inner) == line


_WRAPPERS = ("mrow", "mfrac", "msup", "msub", "msubsup", "munderover", "mroot", "msqrt", "mtable")
_LEAVES = st.tuples(st.sampled_from(("mi", "mn", "mo", "mtext")), st.sampled_from("abxyz"))


def _nested(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    inner = st.lists(children, min_size=1, max_size=3).map("".join)
    names = st.sampled_from(_WRAPPERS)
    return st.builds(lambda name, body: f"<{name}>{body}</{name}>", names, inner)


@given(st.recursive(_LEAVES.map(lambda leaf: f"<{leaf[0]}>{leaf[1]}</{leaf[0]}>"), _nested))
def test_letters_are_neither_lost_nor_added(markup: str) -> None:
    formula = etree.fromstring(f"<math>{markup}</math>")

    written = sorted(c for c in formula_text(formula) if c.isalnum())
    assert written == sorted("".join(formula.itertext()))


def test_an_equation_nested_without_end_is_written_as_it_comes() -> None:
    deep = "<mrow>" * 200 + "<mi>x</mi>" + "</mrow>" * 200

    assert mathml(deep) == "x"
