"""Liquid and Hugo's shortcodes: what they mean stands in their place, the rest stays and is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from transfer.formats.markdown.folder import Folder, Kind
from transfer.formats.markdown.templates import without_templates


def resolved(text: str, kind: Kind = Kind.JEKYLL) -> tuple[str, list[tuple[int, str]]]:
    notes: list[tuple[int, str]] = []
    addresses = {"_posts/2019-03-12-fog": "/2019/03/12/fog.html", "content/posts/fog": "/posts/fog/"}
    folder = Folder(Path(), [], kind, base="/blog", addresses=addresses)
    return without_templates(text, folder, line=10, note=lambda line, what: notes.append((line, what))), notes


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a {% raw %}{{ b }}{% endraw %} c", "a {{ b }} c"),
        ("{% highlight ruby linenos %}\nputs 1\n{% endhighlight %}", "\n```ruby\nputs 1\n```\n"),
        ("{% highlight md %}\n```x```\n{% endhighlight %}", "\n````md\n```x```\n````\n"),
        ("a{%- comment -%} not for readers {%- endcomment -%}b", "ab"),
        ("[fog]({% post_url 2019-03-12-fog %})", "[fog](/2019/03/12/fog.html)"),
        ("[fog]({% link _posts/2019-03-12-fog.md %})", "[fog](/2019/03/12/fog.html)"),
        ("![x]({{ site.baseurl }}/a.png)", "![x](/blog/a.png)"),
        ("![x]({{ '/a.png' | relative_url }})", "![x](/blog/a.png)"),
        ("Text\n{: .class #id}\nmore", "Text\n\nmore"),
        ("100 % {of} {{", "100 % {of} {{"),
    ],
)
def test_liquid_that_has_a_meaning_is_resolved(written: str, meant: str) -> None:
    assert resolved(written) == (meant, [])


@pytest.mark.parametrize(
    "written",
    ["{% include a.html %}", "{{ page.title }}", "{% post_url gone %}", "{% raw %} never closed", "{% if a %}"],
)
def test_liquid_that_needs_a_template_stays_and_is_told(written: str) -> None:
    text, notes = resolved(f"one\n\n{written}\n")
    assert text == f"one\n\n{written}\n"
    assert [line for line, _ in notes] == [12]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{{< youtube dQw4w9WgXcQ >}}", '\n\n::embed{url="https://www.youtube.com/watch?v=dQw4w9WgXcQ"}\n\n'),
        ('{{< vimeo id="12" >}}', '\n\n::embed{url="https://vimeo.com/12"}\n\n'),
        ('{{< figure src="a.png" caption="Fog" alt="x" >}}', '\n\n::image[Fog]{src="a.png" alt="x"}\n\n'),
        ("{{< highlight go >}}\nx\n{{< /highlight >}}", "\n```go\nx\n```\n"),
        ('[a]({{< ref "posts/fog.md" >}})', "[a](/posts/fog/)"),
        ('[a]({{% relref "fog#top" %}})', "[a](/posts/fog/)"),
        ("{{</* youtube x */>}}", "{{< youtube x >}}"),
    ],
)
def test_hugos_shortcodes_that_have_a_meaning_are_resolved(written: str, meant: str) -> None:
    assert resolved(written, Kind.HUGO) == (meant, [])


def test_hugos_other_shortcodes_stay_and_are_told() -> None:
    text, notes = resolved('a\n{{< gallery dir="x" >}}', Kind.HUGO)
    assert text == 'a\n{{< gallery dir="x" >}}'
    assert [line for line, _ in notes] == [11]


@pytest.mark.parametrize("written", ["{{ a }} {% b %}", "{{< youtube x >}}"])
def test_in_a_plain_folder_brackets_are_brackets(written: str) -> None:
    assert resolved(written, Kind.PLAIN) == (written, [])
