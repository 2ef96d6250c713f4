"""The review app over HTTP: who may come in, what is escaped, what the addresses answer."""

import hashlib
import http.client
import json
import re
import stat
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from strategies import MOVED, alignment, beads

import aligner
from aligner.check import check_names
from aligner.check.findings import SEVERITIES
from aligner.errors import FormatError, InputError
from aligner.page.phrases import phrases as page_phrases
from aligner.review import actions, export, views
from aligner.review.certificate import certificate
from aligner.review.commands import COMMANDS, WRITING
from aligner.review.phrases import phrases, translator
from aligner.review.serve import fingerprint_of, open_book, project_path, running_at, running_file, serve
from aligner.review.visit import Desk
from aligner.saved import parse_alignment
from aligner.write import FORMATS

EVIL = "<script>alert('1')</script> & \"quoted\" {{ 7*7 }}"
TEXTS = alignment(
    [["We met on 14 May.", "It rained."], [EVIL], ["The end."]],
    [["Мы встретились 15 мая.", "Шёл дождь."], [EVIL], ["Конец."]],
    beads("1-1", "1-1", "1-1", "1-1"),
)


class Client:
    """Talks to a server as a page of ours would; headers can be other."""

    def __init__(self, url: str) -> None:
        self.host, self.query = urlsplit(url).netloc, urlsplit(url).query
        self.cookie = ""

    def ask(self, method: str, path: str, fields=None, **headers: str):
        connection = http.client.HTTPConnection(self.host, timeout=20)
        own = {"Host": self.host, "Origin": f"http://{self.host}", "Cookie": self.cookie} | headers
        sent = {key.replace("_", "-"): value for key, value in own.items() if value}
        body = urlencode(fields).encode() if fields is not None else None
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        answer = response.status, response.read().decode("utf-8", "replace"), dict(response.getheaders())
        connection.close()
        return answer

    def get(self, path: str, **headers: str):
        return self.ask("GET", path, **headers)

    def do(self, name: str, id: int, version: int, **fields: str):
        seen = f"{id}:{version}"
        return self.ask("POST", f"/rows/{id}/{name}", {"since": "0", "seen": seen, **fields})


def started(path, al=TEXTS, **options):
    book = open_book(path, lambda: al, "made up")
    return serve(Desk(book, "Anna", options.pop("ui", "en")), port=options.pop("port", 0), **options)


@pytest.fixture
def server(tmp_path):
    server = started(tmp_path / "a.sqlite")
    yield server
    server.stop()


@pytest.fixture
def client(server):
    return Client(server.url)


def test_only_for_the_address_that_it_was_started_for(client):
    assert client.get("/")[0] == 200
    port = client.host.rpartition(":")[2]
    for host in (f"evil.example:{port}", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1.evil.example:{port}", ""):
        assert client.get("/", Host=host or " ")[0] == 400
    assert client.get("/", Host=f"localhost:{port}")[0] == 200


def test_only_pages_of_its_own_may_change_something(client):
    for origin in ("http://evil.example", "null", "", f"https://{client.host}"):
        status, text, _ = client.ask("POST", "/rows/1/approve", {"since": "0", "seen": "1:0"}, Origin=origin)
        assert (status, text) == (403, "This request came from another page.")
    assert client.do("approve", 1, 0)[0] == 200
    assert client.get("/rows/1/approve")[0] == 404


def test_what_the_headers_forbid(client):
    for path in ("/", "/static/review.js", "/certificate.json", "/nowhere"):
        headers = client.get(path)[2]
        assert headers["content-security-policy"].startswith("default-src 'self'; ")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
    assert "server" not in headers


def test_on_a_network_a_token_is_needed(tmp_path):
    server = started(tmp_path / "a.sqlite", host="0.0.0.0")
    try:
        port = urlsplit(server.url).port
        client = Client(f"http://127.0.0.1:{port}/")
        token = urlsplit(server.url).query.removeprefix("token=")
        assert len(token) > 20
        assert client.get("/")[0] == client.get("/?token=wrong")[0] == client.get("/static/review.js")[0] == 403
        assert client.do("approve", 1, 0)[0] == 403
        status, _, headers = client.get(f"/?token={token}&order=doubtful")
        assert (status, headers["location"]) == (303, "/?order=doubtful")
        assert "HttpOnly" in headers["set-cookie"]
        assert "SameSite=Strict" in headers["set-cookie"]
        client.cookie = headers["set-cookie"].partition(";")[0]
        assert client.get("/")[0] == 200
        assert client.do("approve", 1, 0)[0] == 200
        assert client.ask("POST", "/undo", {"since": "0"}, Origin="http://evil.example")[0] == 403
        assert stat.S_IMODE(running_file(tmp_path / "a.sqlite").stat().st_mode) == 0o600
    finally:
        server.stop()


def test_texts_comments_and_names_are_escaped(client):
    client.do("comment", 2, 0, text=EVIL)
    client.do("edit", 2, 1, text=EVIL + "!", lang="ru")
    client.cookie = "reviewer=%3Cscript%3Ealert(1)%3C%2Fscript%3E"
    for path in (
        "/",
        "/rows/2/edit",
        "/rows/2/history",
        "/rows/2/context",
        "/rows/2/comment",
        "/reviewer",
        "/certificate",
    ):
        status, text, _ = client.get(path)
        assert status == 200
        assert "<script>alert" not in text
        assert "49" not in re.sub(r"\d{2}:\d{2}:\d{2}", "", text.partition("&lt;script&gt;")[2][:80])
    assert "&lt;script&gt;alert(" in client.get("/")[1]
    assert not re.search(r"\son\w+=|style=|javascript:", client.get("/")[1])


def test_operations_answer_with_what_has_changed(client, server):
    status, text, _ = client.do("split", 1, 0, lang="ru", sentence="1")
    assert status == 200
    assert re.findall(r'id="row-(\d+)"', text) == ["1", "4"]
    assert 'data-seq="1" data-focus="4"' in text
    assert [row.id for row in server.book.rows] == [1, 4, 2, 3]
    status, text, _ = client.ask("POST", "/undo", {"since": "1"})
    assert 'data-gone="4"' in text
    assert client.get("/changes?since=2")[0] == 204
    assert re.findall(r'id="row-(\d+)"', client.get("/changes?since=1")[1]) == ["1"]


def test_a_stale_edit_is_refused_shown_and_kept(client, server):
    client.do("edit", 1, 0, lang="ru", text="Раз.")
    status, text, _ = client.do("edit", 1, 0, lang="ru", text="Мой <b>текст</b>.")
    assert status == 409
    assert "Somebody was faster" in text
    assert "Мой &lt;b&gt;текст&lt;/b&gt;." in text
    assert server.book.drafts("Anna") == {1: ("ru", "Мой <b>текст</b>.")}
    assert "Мой &lt;b&gt;текст" in client.get("/rows/1/edit")[1]
    assert server.book.row(1).pair.review.ru == "Раз."
    assert client.do("approve", 1, 0)[0] == 409
    assert client.do("approve", 77, 0)[0] == 409
    status, text, _ = client.ask("POST", "/rows/1/approve", {"since": server.book.seq, "seen": "1:0"})
    assert (status, 'data-id="1" data-version="1"' in text) == (
        409,
        True,
    )  # a page with an old version gets the new one
    client.cookie = "reviewer=%D0%91%D0%BE%D1%80%D0%B8%D1%81"  # Борис
    assert client.do("approve", 1, 1)[0] == 200
    client.cookie = ""
    status, text, _ = client.ask("POST", "/undo", {"since": "0"})
    assert (status, "Борис has changed the same pair since" in text) == (409, True)


def test_what_makes_no_sense_is_said_in_the_language_of_the_page(client):
    status, text, _ = client.do("merge", 3, 0)
    assert (status, "There is no next pair." in text, 'data-done="0"' in text) == (200, True, True)
    client.cookie = "ui=ru"
    status, text, _ = client.do("merge", 3, 0)
    assert (status, "Следующей пары нет." in text) == (200, True)


def test_requests_that_no_page_sends(client):
    for path, fields in (
        ("/rows/1/nonsense", {"seen": "1:0"}),
        ("/rows/1/split", {"seen": "1:0", "lang": "fr", "sentence": "1"}),
        ("/rows/1/error", {"seen": "1:0", "category": "none", "severity": "minor", "note": ""}),
        ("/rows/1/approve", {"seen": "one"}),
        ("/rows/1/approve", {}),
        ("/rows/1/draft", {}),
    ):
        assert client.ask("POST", path, {"since": "0", **fields})[0] == 400
    assert client.get("/block?from=x&to=1_1")[0] == client.get("/changes")[0] == 400


@pytest.mark.parametrize(
    "path", ["/nowhere", "/rows/1/nonsense", "/static/../server.py", "/static/none.js", "/rows/99/edit"]
)
def test_there_is_nothing_else(client, path):
    assert client.get(path)[0] == 404


def test_filters(tmp_path):
    book = open_book(tmp_path / "a.sqlite", lambda: MOVED, "made up")
    server = serve(Desk(book, "Anna"), port=0)
    try:
        client = Client(server.url)
        client.do("approve", 2, 0)

        def ids(**query: str) -> list[int]:
            assert client.get(f"/list?{urlencode(query)}")[0] == 200
            return [row.id for row in views.listed(book, views.Filter.of(query))]

        assert ids() == ids(show="nonsense", below="x") == [1, 2, 3]
        assert ids(show="approved") == [2]
        assert ids(show="unreviewed") == ids(show="unpaired") == ids(show="moved") == [1, 3]
        assert ids(show="rejected") == ids(show="corrected") == ids(show="commented") == ids(show="doubtful") == []
        assert ids(text="СТОИТ") == [2]
        assert ids(text="ушло") == [3]
        assert ids(below="0.96") == [1, 2, 3]
        assert ids(check="omission") == [1]
        assert ids(check="*", show="unpaired") == [1, 3]
    finally:
        server.stop()


def test_blocks_hold_every_row_once_also_after_a_split(tmp_path):
    many = 3 * views.BLOCK + 7
    al = alignment([["A b.", "C."]] * many, [["А б.", "В."]] * many, beads(*["1-1"] * 2 * many))
    al = replace(al, pairs=tuple(replace(p, confidence=(k * 37 % 100) / 100) for k, p in enumerate(al.pairs)))
    book = open_book(tmp_path / "a.sqlite", lambda: al, "made up")
    for order in ("text", "doubtful"):
        wanted = views.Filter(order=order)
        edges = views.blocks(views.listed(book, wanted), wanted)
        assert len(edges) == 4
        middle = views.in_block(views.listed(book, wanted), wanted, *edges[1])[3].id
        if order == "text":
            split = actions.operation("split", {"lang": "en", "sentence": str(2 * book.number(middle) + 1)})
            book.perform("split", middle, split, reviewer="A", seen={middle: 0})
        rows = [row for edge in edges for row in views.in_block(views.listed(book, wanted), wanted, *edge)]
        assert sorted(row.id for row in rows) == sorted(row.id for row in book.rows)
        assert rows == views.listed(book, wanted)
    book.close()


def test_every_format_can_be_downloaded(client, server):
    client.do("edit", 1, 0, lang="ru", text="Мы встретились 14 мая. Шёл дождь.")
    client.do("approve", 1, 1)
    links = re.findall(r'href="(/export/[^"]+)"', client.get("/export")[1].replace("&amp;", "&"))
    assert {link.split("/")[2].split("?")[0] for link in links} == {*FORMATS}
    for link in links:
        status, _, headers = client.get(link)
        assert status == 200, link
        assert re.match(r"attachment; filename\*=UTF-8''en\.(reviewed|approved)\.", headers["content-disposition"])
    data = client.get("/export/jsonl")[1].encode()
    assert parse_alignment(data, name="x") == server.alignment
    assert "14 мая" in client.get("/export/tmx?what=approved")[1]
    assert "The end." not in client.get("/export/tmx?what=approved")[1]
    assert client.get("/export/jsonl?what=approved")[0] == client.get("/export/none")[0] == 400


def test_the_corrected_text_can_be_downloaded_and_is_the_one_of_the_certificate(client, server):
    client.do("edit", 1, 0, lang="ru", text="Мы встретились 14 мая. Шёл дождь.")
    assert 'href="/translation"' in client.get("/export")[1]
    status, text, headers = client.get("/translation")
    assert (status, text) == (200, f"Мы встретились 14 мая. Шёл дождь.\n\n{EVIL}\n\nКонец.")
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''ru.corrected.txt"
    assert hashlib.sha256(text.encode()).hexdigest() == certificate(server.book).corrected_sha256
    client.cookie = "ui=ru"
    assert "Русский текст с исправлениями" in client.get("/export")[1]


def test_what_the_findings_say_is_in_the_language_of_the_page(client):
    assert "“14 May” in English, «15 мая» in Russian." in client.get("/")[1]
    client.cookie = "ui=ru"
    assert "По-английски “14 May”, по-русски «15 мая»." in client.get("/")[1]


def test_the_certificate(client, server):
    one, two = re.findall(r'data-finding-id="(\w+)"', client.get("/")[1])
    client.do("ignore", 1, 0, finding=one, text="as agreed")
    client.do("error", 1, 1, category="style", severity="minor", note="")
    client.do("approve", 1, 2)
    client.do("reject", 2, 0)
    record = json.loads(client.get("/certificate.json")[1])
    assert (record["pairs"], record["approved"], record["rejected"], record["open"]) == (3, 1, 1, 1)
    assert (record["findings"], record["ignored"], record["undecided"], record["complete"]) == (2, 1, 1, False)
    assert record["errors"] == {"style": {"minor": 1}}
    assert record["reviewers"] == ["Anna"]
    header = json.loads(client.get("/export/jsonl")[1].splitlines()[0])
    assert (record["en"]["sha256"], record["ru"]["sha256"]) == (header["en"]["sha256"], header["ru"]["sha256"])
    before = certificate(server.book).corrected_sha256
    client.do("edit", 3, 0, lang="ru", text="Вот и конец.")
    assert certificate(server.book).corrected_sha256 != before
    client.do("approve", 3, server.book.row(3).version)
    client.do("confirm", 2, 4, finding=two, text="")
    assert certificate(server.book).complete
    assert record["ru"]["sha256"] in client.get("/certificate")[1]


def test_findings_are_made_anew_when_a_text_is_edited(client, server):
    assert [f.check for f in server.book.row(1).pair.findings] == ["date"]
    client.do("edit", 1, 0, lang="ru", text="Мы встретились 14 мая. Шёл дождь.")
    assert server.book.row(1).pair.findings == ()
    client.ask("POST", "/undo", {"since": "0"})
    assert [f.check for f in server.book.row(1).pair.findings] == ["date"]


def test_a_project_belongs_to_its_texts(tmp_path):
    path = tmp_path / "a.sqlite"
    open_book(path, lambda: TEXTS, fingerprint_of([b"a", b"b"])).close()
    with pytest.raises(InputError, match="a review of other texts"):
        open_book(path, lambda: TEXTS, fingerprint_of([b"a", b"c"]))
    open_book(path, lambda: pytest.fail("read again"), fingerprint_of([b"a", b"b"])).close()


def test_a_project_that_could_not_be_made_leaves_nothing(tmp_path):
    def fails():
        raise FormatError("no")

    with pytest.raises(FormatError):
        open_book(tmp_path / "a.sqlite", fails, "x")
    assert list(tmp_path.iterdir()) == []


def test_the_link_lies_beside_the_project_while_it_is_served(tmp_path):
    server = started(tmp_path / "a.sqlite")
    assert running_at(tmp_path / "a.sqlite") == server.url
    with pytest.raises(InputError, match="can't listen on"):
        serve(Desk(server.book, "B"), port=urlsplit(server.url).port)
    server.stop()
    assert running_at(tmp_path / "a.sqlite") is None
    assert project_path(str(tmp_path / "text.txt")) == tmp_path / "text.review.sqlite"


def test_the_server_is_local_and_has_a_link_for_notebooks(server):
    assert server.url.startswith("http://127.0.0.1:")
    assert f'href="{server.url}"' in server._repr_html_()


def test_every_word_of_the_page_is_in_the_table_in_both_languages():
    english, russian = phrases()["en"], phrases()["ru"]
    keys = {c.what for cs in COMMANDS.values() for c in cs} | {c.button for cs in COMMANDS.values() for c in cs} - {""}
    keys |= {*COMMANDS, *(what for _, what in WRITING), *actions.CATEGORIES, *actions.SEVERITIES, *actions.OPERATIONS}
    keys |= {f"show {name}" for name in views.SHOWN} | {f"finding {severity}" for severity in SEVERITIES}
    keys |= {*export.GROUPS, *(f"download {name}" for name in FORMATS), "corrected en", "corrected ru"}
    folder = Path(aligner.__file__).parent / "review"
    for file in [*folder.glob("templates/*.j2"), *folder.glob("*.py")]:
        keys |= set(re.findall(r'\bt\("([^"]+)"[,)]', file.read_text(encoding="utf-8")))
    assert keys <= english.keys() == russian.keys()
    assert set(check_names()) <= page_phrases().keys()
    assert all(re.search("[а-яё]", text, re.IGNORECASE) for text in russian.values())
    for key in english:
        fields = set(re.findall(r"\{\w+\}", key))
        assert set(re.findall(r"\{\w+\}", english[key])) == set(re.findall(r"\{\w+\}", russian[key])) == fields
    assert translator("ru")("a check to come") == "a check to come"
