"""The browser of the other tests works, and tells when a page misbehaves."""


def test_scripts_run(page):
    page.set_content("<p id=a>old</p><script>document.getElementById('a').textContent = 'new'</script>")
    assert page.inner_text("#a") == "new"
