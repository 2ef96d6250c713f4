"""Settings of the documentation: Markdown pages, the commands and the Python names taken from the code.

pip install -e '.[docs]' && sphinx-build -W docs docs/build
"""

import aligner

project = "aligner"
author = "the authors of aligner"
release = version = aligner.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click", "sphinx_copybutton"]
exclude_patterns = ["build"]
html_theme = "furo"
html_title = f"aligner {version}"
html_show_sphinx = False
myst_heading_anchors = 3
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
napoleon_use_rtype = False
copybutton_prompt_text = "$ "
