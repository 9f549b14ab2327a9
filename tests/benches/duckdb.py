"""The aggregation of `diditwork org --format json`, by DuckDB, as a reference: `pip install duckdb`.

duckdb.py QUESTIONNAIRE.json ANSWERS.ndjson

For each team and question the number of levels, their mean and sample deviation, and nothing else: no check of the
documents, no scores, no output. The columns are given, the fastest form that DuckDB has for it.
"""

import json
import sys

sys.path.pop(0)  # This file has the module's name.
import duckdb

with open(sys.argv[1], encoding="utf-8") as file:
    ids = [question["id"] for question in json.load(file)["questions"]]
struct = "STRUCT(" + ", ".join(f'"{id}" STRUCT("level" VARCHAR)' for id in ids) + ")"
levels = ", ".join(f'"{id}" := TRY_CAST(answers."{id}".level AS TINYINT)' for id in ids)
figures = ", ".join(f'count(x."{id}"), avg(x."{id}"), stddev_samp(x."{id}")' for id in ids)
rows = duckdb.connect().execute(
    f"""SELECT team, {figures} FROM (
          SELECT team, struct_pack({levels}) AS x
          FROM read_json(?, format='newline_delimited', columns={{team: 'VARCHAR', answers: '{struct}'}})
        ) GROUP BY team""",
    [sys.argv[2]],
).fetchall()
print(len(rows))
