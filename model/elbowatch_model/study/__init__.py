"""The experiments of the documentation: what is trained and measured, and the pages that show the results.

evaluation_page.py writes docs/evaluation.md, how_it_scores_page.py the pictures and the table of
docs/how-it-scores.md.
"""
