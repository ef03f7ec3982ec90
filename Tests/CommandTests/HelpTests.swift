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
    timeline                Count the articles of a query by time.
    kwic                    Show every occurrence of a query in its context.
    collocates              Find the words that stand near those of a query.
    keywords                Find the words that tell the articles of two queries
                            apart.
    show                    Show an article.
    stats                   Show what an index holds.
    analyze                 Show how a text is analyzed.
    delete                  Remove articles from an index.
    merge                   Merge the segments of an index.
    check                   Check an index for damage.
    repair                  Save the articles of a damaged index.
    snapshot                Copy an index as it is now.
    export                  Write the articles as JSON lines.

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
    --facet <facet>         Count all articles that match by this; may be
                            repeated. (values: source, year, month)
    --facet-limit <count>   Values of each facet, the most frequent first; 0 for
                            all. (default: 10)
    --json                  Print one JSON object a line: the hits, the facets,
                            then a summary.
    --color <color>         Color: auto is on a terminal, unless NO_COLOR is set.
                            (values: auto, always, never; default: auto)
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "batch": #"""
  OVERVIEW: Answer a file of queries.

  Each line of the file has an id, a tab and a query. Results come in the order
  of the file and are the same whatever --jobs. A line that fails gives an error
  record in its place, and the rest goes on.

  Example:
    printf 'q1\t养老 服务\nq2\t"长期护理保险"\n' | xunwen batch - --format trec -n 100

  Exit status: 0 when every query could be answered, 2 otherwise.

  USAGE: xunwen batch [<options>] <queries>

  ARGUMENTS:
    <queries>               File of queries, or - for standard input.

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
    -j, --jobs <count>      Threads; the result does not depend on it. (default:
                            all processors)
    --format <format>       JSON lines, or a TREC run, whose scores decrease
                            strictly. (values: jsonl, trec; default: jsonl)
    --run-tag <tag>         Last column of a TREC run. (default: xunwen)
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "timeline": #"""
  OVERVIEW: Count the articles of a query by time.

  Counts every article that matches the whole query, by its date as printed.
  Buckets without an article are kept, from the first that has one to the last,
  or from --from to --to. Weeks are those of ISO 8601 (2023-W31). Articles whose
  date lacks what a bucket needs are counted apart. --ratio sets each count
  beside all articles of that time and of the same --source; bars show the
  share then. docs/RESEARCH.md has more.

  Example:
    xunwen timeline '"长期护理保险"' --by year
    xunwen timeline 养老 --by month --ratio --from 2020 --format svg > figure.svg

  Exit status: 0 with articles, 1 without, 2 on error.

  USAGE: xunwen timeline <query> ... [<options>]

  ARGUMENTS:
    <query>                 The query.

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --source <name>         Only articles of this publisher, by exact name; may
                            be repeated.
    --from <date>           Only articles of this day, month or year and later.
    --to <date>             Only articles of this day, month or year and earlier.
    --by <by>               How long a bucket is. (values: day, week, month,
                            year; default: month)
    --per <per>             A series for each publisher. (values: source)
    --series <count>        Publishers with a series of their own, those with the
                            most articles; the others share one. (default: 8)
    --ratio                 Add all articles of each bucket, and the share of
                            those that match.
    --format <format>       A chart in the terminal, a table, JSON lines, or a
                            picture. (values: text, csv, json, svg; default: text)
    --bom                   Begin CSV with a byte order mark, for Excel.
    --color <color>         Color: auto is on a terminal, unless NO_COLOR is set.
                            (values: auto, always, never; default: auto)
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "kwic": #"""
  OVERVIEW: Show every occurrence of a query in its context.

  A concordance (keyword in context): every place that the query asks for, in
  every article that matches the whole query. Of an unquoted query each word is a
  keyword of its own; quote what belongs together. Context is counted in units: a
  Chinese character, or a word or number of another script, is one; punctuation
  is none. It ends with the headline or the body.

  Example:
    xunwen kwic '"长期护理保险"' --sort right
    xunwen kwic 养老 --from 2023 --limit 0 --format csv --bom > kwic.csv

  left orders by what stands before the keyword, read away from it, right by what
  stands behind it, unit by unit in the order of Unicode (not of pinyin).
  Exit status: 0 with occurrences, 1 without, 2 on error.

  USAGE: xunwen kwic <query> ... [<options>]

  ARGUMENTS:
    <query>                 The query.

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --source <name>         Only articles of this publisher, by exact name; may
                            be repeated.
    --from <date>           Only articles of this day, month or year and later.
    --to <date>             Only articles of this day, month or year and earlier.
    -w, --window <units>    Units of context on each side. (default: 12)
    --sort <sort>           Order of the lines; position is that of the index.
                            (values: position, left, right, date; default:
                            position)
    -n, --limit <count>     Lines to show, 0 for all. (default: 50)
    --format <format>       A table to read, comma-separated values (RFC 4180),
                            or JSON lines. (values: text, csv, jsonl; default:
                            text)
    --bom                   Begin CSV with a byte order mark, for Excel.
    --color <color>         Color: auto is on a terminal, unless NO_COLOR is set.
                            (values: auto, always, never; default: auto)
    -j, --jobs <count>      Threads; the result does not depend on it. (default:
                            all processors)
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "collocates": #"""
  OVERVIEW: Find the words that stand near those of a query.

  Words near what the query asks for (the node), in all articles that match the
  whole query, and how much more often they are there than elsewhere in these
  articles. Near is within --window units on either side and in the same
  sentence: a Chinese character, or a word or number of another script, is a
  unit. Words are those of ICU's dictionary; none is counted twice, and none that
  is part of a node. docs/RESEARCH.md has the formulas.

  Example:
    xunwen collocates '"养老服务"' --window 5
    xunwen collocates 改革 --sort mi --min-frequency 20 --format csv

  Orders: ll is Dunning's log-likelihood, mi mutual information.
  Exit status: 0 with words, 1 without, 2 on error.

  USAGE: xunwen collocates <query> ... [<options>]

  ARGUMENTS:
    <query>                 The query.

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --source <name>         Only articles of this publisher, by exact name; may
                            be repeated.
    --from <date>           Only articles of this day, month or year and later.
    --to <date>             Only articles of this day, month or year and earlier.
    -w, --window <units>    Units on each side of a node. (default: 5)
    --min-frequency <count> Only words that are near a node so often. (default: 5)
    --sort <sort>           Order of the words. (values: ll, mi, frequency;
                            default: ll)
    -n, --limit <count>     Words to show, 0 for all. (default: 30)
    --format <format>       A table to read, comma-separated values (RFC 4180),
                            or JSON lines. (values: text, csv, jsonl; default:
                            text)
    --bom                   Begin CSV with a byte order mark, for Excel.
    --color <color>         Color: auto is on a terminal, unless NO_COLOR is set.
                            (values: auto, always, never; default: auto)
    -j, --jobs <count>      Threads; the result does not depend on it. (default:
                            all processors)
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "keywords": #"""
  OVERVIEW: Find the words that tell the articles of two queries apart.

  Words that are unusually frequent in the headlines and bodies of the articles
  that match the query, compared with those that match --vs, or with all others.
  Articles that match both belong to the first only. --source, --from and --to
  hold for both sides. Words are those of ICU's dictionary; docs/RESEARCH.md has
  the formulas.

  Example:
    xunwen keywords 养老 --vs 托育
    xunwen keywords 'source:工人日报' --sort ratio --min-frequency 20

  Orders: ll is Dunning's log-likelihood, ratio Hardie's log ratio.
  Exit status: 0 with words, 1 without, 2 on error.

  USAGE: xunwen keywords <query> ... [--vs <query>] [<options>]

  ARGUMENTS:
    <query>                 The query.

  OPTIONS:
    --vs <query>            What to compare with. (default: all other articles)
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --source <name>         Only articles of this publisher, by exact name; may
                            be repeated.
    --from <date>           Only articles of this day, month or year and later.
    --to <date>             Only articles of this day, month or year and earlier.
    --min-frequency <count> Only words that are so frequent in the articles of
                            the query. (default: 5)
    --sort <sort>           Order of the words; frequency is that in the articles
                            of the query. (values: ll, ratio, frequency; default:
                            ll)
    -n, --limit <count>     Words to show, 0 for all. (default: 30)
    --format <format>       A table to read, comma-separated values (RFC 4180),
                            or JSON lines. (values: text, csv, jsonl; default:
                            text)
    --bom                   Begin CSV with a byte order mark, for Excel.
    --color <color>         Color: auto is on a terminal, unless NO_COLOR is set.
                            (values: auto, always, never; default: auto)
    -j, --jobs <count>      Threads; the result does not depend on it. (default:
                            all processors)
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
]
