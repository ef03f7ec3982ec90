// The complete help texts: whoever changes an option sees here what its users will see.

import TestSupport
import Testing
import Xunwen

@Suite struct HelpTests {
  @Test(arguments: helpTexts.keys.sorted())
  func helpIsAsWritten(command: String) {
    let program = Program()
    let result = program.run(
      bytes: (command.split(separator: " ") + ["--help"]).map { Array($0.utf8) })
    #expect(result.output == helpTexts[command])
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
  }

  @Test func helpHasAnExampleOfEveryCommand() {
    for (command, text) in helpTexts {
      #expect(text.contains("Example:\n  "), "\(command)")
      #expect(
        text.split(separator: "\n").contains { $0.contains("xunwen \(command)") }, "\(command)")
    }
  }

  @Test func withoutArgumentsHelpIsShown() {
    let result = Program().run()
    #expect(result.output == helpTexts[""])
    #expect(result.status == 0)
  }

  @Test func version() {
    let result = Program().run("--version")
    #expect(result.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
    #expect(result.status == 0)
  }
}

private let ranking = BM25()

private let helpTexts = [
  "": #"""
  OVERVIEW: Full-text search in archives of Chinese news.

  Example:
    xunwen index corpus
    xunwen search 养老 服务 --source 工人日报 --from 2023-06

  Data goes to standard output, everything else to standard error.
  Exit status: 0 with hits (or done), 1 without, 2 on error.

  USAGE: xunwen <subcommand>

  OPTIONS:
    --version               Show the version.
    -h, --help              Show help information.

  SUBCOMMANDS:
    index                   Bring an index up to date with a folder of articles.
    search                  Search an index.
    batch                   Answer a file of queries.
    show                    Show an article.
    stats                   Show what an index holds.
    analyze                 Show how a text is analyzed.
    delete                  Remove articles from an index.
    merge                   Merge the segments of an index.
    check                   Check an index for damage.
    repair                  Save the articles of a damaged index.
    snapshot                Copy an index as it is now.
    export                  Write the articles as JSON lines.
    eval                    Measure how good a run is, or compare two.

    See 'xunwen help <subcommand>' for detailed help.

  """#,
  "index": #"""
  OVERVIEW: Bring an index up to date with a folder of articles.

  Reads every .txt file (a crawled page) and .jsonl file (a record a line) below
  the folder, or JSON lines from standard input; hidden files and other kinds are
  passed over. Files that are as they were (size and time of change) are not
  read again; of the others, articles are indexed that are new or have changed.
  What is gone from the folder stays in the index unless --prune.
  Times of publication are kept as printed; China Standard Time is assumed.

  Example:
    xunwen index corpus --index index
    zcat news.jsonl.gz | xunwen index - --memory 2G

  What cannot be read is reported with its place, counted, left out, and tried
  again the next time. Searches see the index as it was until it is committed.
  Interrupting (^C) commits what is complete; the next run goes on from there.
  Exit status: 0 when the index is up to date, 2 otherwise, 130 interrupted.

  USAGE: xunwen index [<folder>] [<options>]

  ARGUMENTS:
    <folder>                Folder of articles, or - for standard input.
                            (default: corpus)

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --memory <size>         Memory for the index under construction, 16M or more.
                            (default: 512M)
    -j, --jobs <count>      Threads; the result does not depend on it. (default:
                            all processors)
    --encoding <name>       Encoding of all files, such as GB18030. (default:
                            detected file by file)
    --prune                 Remove articles whose file, or whose record in its
                            file, is gone.
    --rebuild               Index everything anew, in place of what the index has.
    --commit-every <count>  Commit after so many articles, and go on. (default:
                            at the end)
    --strict                Commit nothing if anything could not be read.
    --quiet                 Print failures only.
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "delete": #"""
  OVERVIEW: Remove articles from an index.

  By id, or all that match a query as a whole. Their files are not touched; an
  article stays away until its file changes and is indexed again.

  Example:
    xunwen delete health/2023/0619.txt
    xunwen delete --query 'source:测试 date:..2019' --dry-run

  Exit status: 0, 1 when an id is not there or nothing matches, 2 on error.

  USAGE: xunwen delete <id> ... [<options>]
         xunwen delete --query <query> [<options>]

  ARGUMENTS:
    <id>                    Ids, as in search results.

  OPTIONS:
    --query <query>         Remove what matches this query; docs/QUERY.md has the
                            language.
    --dry-run               Only say how many articles match.
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "merge": #"""
  OVERVIEW: Merge the segments of an index.

  Indexing merges what is due by itself. With --force all segments become one, as
  far as one can hold them, and what was deleted is dropped; searches are fastest
  then. Searches go on meanwhile, and find the same.

  Example:
    xunwen merge --force --index index

  Exit status: 0, 2 on error, 130 interrupted (finished merges stay).

  USAGE: xunwen merge [--index <folder>] [--jobs <count>] [--force] [--quiet]

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    -j, --jobs <count>      Threads; the result does not depend on it. (default:
                            all processors)
    --force                 Make one segment of all.
    --quiet                 Print nothing.
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "search": #"""
  OVERVIEW: Search an index.

  Words, all of which an article should have; "…" for exact quotations; AND,
  OR, NOT, -word and ( ); title: body: source: date: in:tail. docs/QUERY.md
  has the whole language.

  Example:
    xunwen search 养老 服务 -广告 --source 工人日报 --from 2023-06
    xunwen search '"长期护理保险" 标题：试点' --sort -date --json

  Exit status: 0 with hits, 1 without, 2 on error.

  USAGE: xunwen search [<options>] <query> ...

  ARGUMENTS:
    <query>                 The query.

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --source <name>         Only articles of this publisher, by exact name; may
                            be repeated.
    --from <date>           Only articles of this day, month or year and later.
    --to <date>             Only articles of this day, month or year and earlier.
    --sort <sort>           Order of the hits; -date has the newest first.
                            (values: score, date, -date; default: score)
    -n, --limit <count>     Hits to show. (default: 10)
    --offset <count>        Hits to pass over. (default: 0)
    --match <match>         What an unquoted query asks of an article: all words,
                            and in part where too few have all (best); any word;
                            or all words. (values: best, any, all; default: best)
    --k1 <number>           BM25: how fast repetition loses weight. (default: \#(ranking.k1))
    --b <number>            BM25: how much length counts, 0 to 1. (default: \#(ranking.b))
    --title-weight <number> What a word in the headline is worth. (default: 5.0)
    --json                  Print one JSON object a line: the hits, then a
                            summary.
    --color <color>         Color: auto is on a terminal, unless NO_COLOR is set.
                            (values: auto, always, never; default: auto)
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "batch": #"""
  OVERVIEW: Answer a file of queries.

  Queries come as lines of id, tab and query (tsv); as JSON objects with id,
  query and, where a query has its own, source or sources, from, to, limit,
  offset, match and sort (jsonl); as a table with such columns (csv); or as
  TREC topics (trec). Results come in their order and are the same whatever
  --jobs. A query that fails gives an error in its place, and the rest goes on.

  Example:
    printf 'q1\t养老 服务\nq2\t"长期护理保险"\n' | xunwen batch - --format trec -n 100
    xunwen batch queries.csv --all --format csv --bom --resume hits.csv

  jsonl has a record for each query, text too; csv, tsv and trec have rows for
  hits only, and what fails is told on standard error. In tsv \t stands for a
  tab, \n and \r for line breaks, and \\ for \.
  Fields: query_id, query, total, partial_total, rank, id, score, title, date,
  source, url, partial, snippet. docs/BATCH.md has all of it.
  Exit status: 0 when every query could be answered, 1 when one has no hits and
  --fail-on-empty is given, 2 when one failed.

  USAGE: xunwen batch [<options>] <queries>

  ARGUMENTS:
    <queries>               File of queries, or - for standard input.

  OPTIONS:
    --input-format <format> Form of the queries. (default: by the ending of the
                            file, else tsv) (values: tsv, jsonl, trec, csv)
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --source <name>         Only articles of this publisher, by exact name; may
                            be repeated.
    --from <date>           Only articles of this day, month or year and later.
    --to <date>             Only articles of this day, month or year and earlier.
    --sort <sort>           Order of the hits; -date has the newest first.
                            (values: score, date, -date; default: score)
    -n, --limit <count>     Hits to show. (default: 10)
    --offset <count>        Hits to pass over. (default: 0)
    --match <match>         What an unquoted query asks of an article: all words,
                            and in part where too few have all (best); any word;
                            or all words. (values: best, any, all; default: best)
    --k1 <number>           BM25: how fast repetition loses weight. (default: \#(ranking.k1))
    --b <number>            BM25: how much length counts, 0 to 1. (default: \#(ranking.b))
    --title-weight <number> What a word in the headline is worth. (default: 5.0)
    --all                   All hits of every query, in place of --limit; those
                            in part only with --match any.
    -j, --jobs <count>      Threads; the result does not depend on it. (default:
                            all processors)
    --format <format>       Form of the output: JSON lines, a table, a TREC run,
                            whose scores decrease strictly, or text to be read.
                            (values: jsonl, csv, tsv, trec, text; default: jsonl)
    --fields <names>        Columns of a table, or members of hits in jsonl, with
                            commas between.
    --bom                   Begin a table with a byte order mark, for Excel.
    --no-header             Begin a table without a row of names.
    --run-tag <tag>         Last column of a TREC run. (default: xunwen)
    --output <file>         Write to a file, from its beginning.
    --resume <file>         Go on in the file that a batch of the same queries
                            and options was writing when it ended.
    --lint                  Only look for mistakes in the queries, and tell all
                            of them.
    --fail-on-empty         Exit with 1 when a query has no hits.
    --quiet                 No summary on standard error.
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "show": #"""
  OVERVIEW: Show an article.

  Prints headline, facts and body. With --zones, the whole text, and what each
  part of it was taken for: title, header, body or tail (tags, credits, teasers
  of other articles).

  Example:
    xunwen show health/2023/0619.txt --zones

  Exit status: 0, 1 when there is no such article, 2 on error.

  USAGE: xunwen show <id> [--index <folder>] [--zones] [--json]

  ARGUMENTS:
    <id>                    The article's id, as in search results.

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --zones                 Print every zone with its kind and place.
    --json                  Print one JSON object with the whole text and its
                            zones.
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "stats": #"""
  OVERVIEW: Show what an index holds.

  Example:
    xunwen stats --index index
    xunwen stats --json

  USAGE: xunwen stats [--index <folder>] [--json]

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --json                  Print one JSON object.
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "analyze": #"""
  OVERVIEW: Show how a text is analyzed.

  A row for each position: the characters there, their normalized form, the
  dictionary word that begins there, and the terms that an index would hold.
  Queries are analyzed the same way.

  Example:
    xunwen analyze 用人單位托育服務2023年

  USAGE: xunwen analyze <text> ... [--json]

  ARGUMENTS:
    <text>                  The text.

  OPTIONS:
    --json                  Print one JSON object.
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "check": #"""
  OVERVIEW: Check an index for damage.

  Looks for everything that is wrong and changes nothing; a writer may be at
  work meanwhile. Three levels, each with all of the ones before it:
    files      every file is there, and every byte as it was written
    structure  everything in them can be decoded, and fits together
    content    the index is what its articles make: they are analyzed again,
               which takes as long as indexing them

  Example:
    xunwen check
    xunwen check --level content --json

  What is put aside goes to $TMPDIR (else /tmp).
  Exit status: 0 clean, 1 damaged, 2 when it could not be checked.

  USAGE: xunwen check [--index <folder>] [--level <level>] [--jobs <count>] [--json]

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --level <level>         How much is checked. (values: files, structure,
                            content; default: structure)
    -j, --jobs <count>      Threads; the result does not depend on it. (default:
                            all processors)
    --json                  Print one JSON object.
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "repair": #"""
  OVERVIEW: Save the articles of a damaged index.

  Makes a new index of every article that can still be read, and lists what is
  lost. The damaged index stays as it is. Articles are analyzed again: any of its
  files may be damaged or missing but the stored articles (.sto) themselves, and
  of those every block that is whole is saved.

  Example:
    xunwen check || xunwen repair index.new

  Exit status: 0 when all was saved, 1 when something is lost, 2 on error.

  USAGE: xunwen repair <folder> [--index <folder>] [--memory <size>] [--jobs <count>] [--json]

  ARGUMENTS:
    <folder>                Folder of the new index, which must be empty or
                            absent.

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --memory <size>         Memory for the index under construction, 16M or more.
                            (default: 512M)
    -j, --jobs <count>      Threads; the result does not depend on it. (default:
                            all processors)
    --json                  Print one JSON object.
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "snapshot": #"""
  OVERVIEW: Copy an index as it is now.

  The copy is an index of its own, whole or not there; a writer may be at work
  meanwhile. Within a file system it takes no room and no time: files of an index
  never change, and get second names (hard links).

  Example:
    xunwen snapshot backup/2024-06-01

  Exit status: 0, 2 on error.

  USAGE: xunwen snapshot <folder> [--index <folder>] [--json]

  ARGUMENTS:
    <folder>                Folder of the copy, which must be empty or absent.

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --json                  Print one JSON object.
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "export": #"""
  OVERVIEW: Write the articles as JSON lines.

  A line for each article, in the order of the index: id, title, text, date,
  source, section, url, tags, what else the record had, and in the member xunwen
  what makes `xunwen index` read the same article again, of a page all of its
  parts. An index of the export finds and shows the same.

  Example:
    xunwen export | gzip > articles.jsonl.gz
    xunwen export care.jsonl --query '养老 date:2023'

  A file is complete or is not there.
  Exit status: 0, 2 on error.

  USAGE: xunwen export [<file>] [--index <folder>] [--query <query>]

  ARGUMENTS:
    <file>                  File to write, or - for standard output. (default: -)

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --query <query>         Only articles that match all of a query. (default:
                            all articles)
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "eval": #"""
  OVERVIEW: Measure how good a run is, or compare two.

  RUN is what `batch --format trec` writes, QRELS has lines of query, 0, article
  and relevance. Measures and the order of hits (by score, then by id, the last
  first; ranks are of no account) are those of trec_eval:
    ndcg, ndcg@10, map, map@10, mrr, mrr@10, p@10, recall@100
  A comparison is over the queries that both runs have, and tells how probable
  such a difference is between runs that are equally good.

  Example:
    xunwen batch queries.tsv --format trec -n 1000 --match any > new.run
    xunwen eval new.run qrels.txt --metrics ndcg@10,map --per-query
    xunwen eval new.run qrels.txt --against old.run

  Exit status: 0, 1 when no query has both hits and judgments, 2 on error.

  USAGE: xunwen eval <run> <qrels> [--against <run>] [--metrics <names>] [--complete] [--per-query] [--format <format>] [--seed <number>]

  ARGUMENTS:
    <run>                   Run to be measured, or - for standard input.
    <qrels>                 Judgments.

  OPTIONS:
    --against <run>         Run to be compared with.
    --metrics <names>       Measures, with commas between. (default:
                            ndcg@10,map,mrr,p@10,recall@100)
    --complete              Over all queries of the judgments, those without hits
                            with 0, as trec_eval -c.
    --per-query             Print the values of each query too.
    --format <format>       Form of the output: a table, a JSON object a line, or
                            CSV. (values: text, json, csv; default: text)
    --seed <number>         Of the randomization test of a comparison. (default:
                            1)
    --version               Show the version.
    -h, --help              Show help information.


  """#,
]
