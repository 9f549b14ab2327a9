"""Tallies on Apache Spark: answers in partitions, counted through `pipe`, merged by `org`.

  job.py PROGRAM ANSWERS.ndjson FOLDER

Every way of spreading the work must give the bytes of one run over one file: even and skewed partitions, an empty one,
a task that is killed and tried again, tallies of tallies, and teams kept whole for people who stay anonymous. Spark
runs in local mode with two workers and tries a task up to three times.
"""
import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

from pyspark import SparkConf, SparkContext, TaskContext

COPIES = 60


def documents(sample):
    """Very many documents made of a few: each copy has teams of its own."""
    lines = [json.loads(line) for line in sample.read_text(encoding="utf-8").splitlines() if line.strip()]
    for copy in range(COPIES):
        for line in lines:
            document = dict(line, team=f"{line.get('team', '')} {copy}")
            yield json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def main():
    program, sample, folder = (Path(argument).resolve() for argument in sys.argv[1:4])
    folder.mkdir(parents=True, exist_ok=True)
    lines = list(documents(sample))
    whole = folder / "whole.ndjson"
    whole.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def run(*arguments, text=None):
        command = [program, *arguments, "--quiet", "--language", "en"]
        return subprocess.run(command, input=text, stdout=subprocess.PIPE, check=True).stdout

    def merged(tallies, *arguments):
        return run(*arguments, "-", text="".join(tally + "\n" for tally in tallies).encode())

    tally = f"{shlex.quote(str(program))} tally -"
    organisation = ("org", "--format", "json")
    expected = run(*organisation, whole)
    passed = failed = 0

    def check(name, found, wanted):
        nonlocal passed, failed
        holds = found == wanted
        passed, failed = passed + holds, failed + (not holds)
        print(f"{'ok' if holds else 'FAILED'}: {name}", flush=True)

    conf = SparkConf().setMaster("local[2,3]").setAppName("tally")
    conf.set("spark.ui.enabled", "false").set("spark.ui.showConsoleProgress", "false").set("spark.driver.host", "127.0.0.1")
    conf.set("spark.driver.bindAddress", "127.0.0.1").set("spark.local.dir", str(folder / "spark"))
    context = SparkContext(conf=conf)
    context.setLogLevel("OFF")

    even = context.textFile(str(whole), 8)
    tallies = even.pipe(tally, checkCode=True).collect()
    check("even partitions", merged(tallies, *organisation), expected)
    check("tallies in another order", merged(reversed(tallies), *organisation), expected)

    parts = [lines[:1], [], lines[1:-100], lines[-100:]]
    skewed = context.parallelize(parts, len(parts)).flatMap(lambda part: part)
    check("an empty partition", min(skewed.glom().map(len).collect()), 0)
    check("skewed partitions", merged(skewed.pipe(tally, checkCode=True).collect(), *organisation), expected)

    killed = folder / "killed"
    killed.unlink(missing_ok=True)

    def dies_once(index, partition):
        for number, line in enumerate(partition):
            if index == 1 and number == 50 and TaskContext.get().attemptNumber() == 0:
                killed.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield line

    retried = even.mapPartitionsWithIndex(dies_once).pipe(tally, checkCode=True).collect()
    check("a task was killed", killed.exists(), True)
    check("a task killed and tried again", merged(retried, *organisation), expected)

    marker, script = folder / "died", folder / "dies-once.sh"
    if marker.exists():
        marker.rmdir()
    script.write_text(
        f"if mkdir {shlex.quote(str(marker))} 2>/dev/null; then head -c 1000 >/dev/null; kill -9 $$; fi\nexec {tally}\n")
    retried = even.pipe(f"sh {shlex.quote(str(script))}", checkCode=True).collect()
    check("the program was killed", marker.exists(), True)
    check("the program killed and run again", merged(retried, *organisation), expected)

    tree = even.pipe(tally, checkCode=True).coalesce(2).pipe(tally, checkCode=True).collect()
    check("tallies of tallies", merged(tree, *organisation), expected)

    by_team = even.keyBy(lambda line: json.loads(line)["team"]).partitionBy(4).values()
    told = by_team.pipe(f"{tally} --anonymous", checkCode=True).collect()
    anonymous = (*organisation, "--anonymous")
    check("teams whole in a partition, anonymous", merged(told, *anonymous), run(*anonymous, whole))
    check("no counts of anonymous people", any("cells" in line for line in told), False)

    team = json.loads(lines[0])["team"]
    page = ("team", "--team", team, "--format", "html", "-o", "-")
    check("the page of one team", merged(tallies, *page), run(*page, whole))

    context.stop()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
