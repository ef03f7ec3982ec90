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
    similar                 Find articles like one.
    explain                 Show how an article comes to its score.
    cite                    Write references to articles.
    verify-quote            Look up which articles contain a quotation.

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
  "show": #"""
  OVERVIEW: Show an article.

  Prints headline, facts and body. With --zones, the whole text, and what each
  part of it was taken for: title, header, body or tail (tags, credits, teasers
  of other articles). With --highlight, what a query matches is set off by color,
  or by [[ ]] where there is none.

  Example:
    xunwen show health/2023/0619.txt --zones
    xunwen show health/2023/0619.txt --highlight '养老 "长期护理"'

  Exit status: 0, 1 when there is no such article, 2 on error.

  USAGE: xunwen show <id> [--index <folder>] [--zones] [--highlight <query>] [--json] [--color <color>]

  ARGUMENTS:
    <id>                    The article's id, as in search results.

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --zones                 Print every zone with its kind and place.
    --highlight <query>     Set off every match of a query; docs/QUERY.md has the
                            language.
    --json                  Print one JSON object with the whole text, its zones,
                            and what matches.
    --color <color>         Color: auto is on a terminal, unless NO_COLOR is set.
                            (values: auto, always, never; default: auto)
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
  "similar": #"""
  OVERVIEW: Find articles like one.

  Compares by the terms most characteristic of the article: frequent in it, rare
  elsewhere. The article itself is left out; copies of it come first.

  Example:
    xunwen similar health/2023/0619.txt --from 2023-06 --limit 5

  Exit status: 0 with hits, 1 without hits or such an article, 2 on error.

  USAGE: xunwen similar <id> [--index <folder>] [--source <name> ...] [--from <date>] [--to <date>] [--limit <count>] [--terms <count>] [--k1 <number>] [--b <number>] [--title-weight <number>] [--json] [--color <color>]

  ARGUMENTS:
    <id>                    The article's id, as in search results.

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --source <name>         Only articles of this publisher, by exact name; may
                            be repeated.
    --from <date>           Only articles of this day, month or year and later.
    --to <date>             Only articles of this day, month or year and earlier.
    -n, --limit <count>     Hits to show. (default: 10)
    --terms <count>         Terms to compare by, at most. (default: 40)
    --k1 <number>           BM25: how fast repetition loses weight. (default: \#(ranking.k1))
    --b <number>            BM25: how much length counts, 0 to 1. (default: \#(ranking.b))
    --title-weight <number> What a word in the headline is worth. (default: \#(ranking.titleWeight))
    --json                  Print one JSON object a line: the hits, then a
                            summary.
    --color <color>         Color: auto is on a terminal, unless NO_COLOR is set.
                            (values: auto, always, never; default: auto)
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "explain": #"""
  OVERVIEW: Show how an article comes to its score.

  Every term of the query that ranks, with the numbers that multiply to what it
  contributes; the contributions add up to the score, to the last bit.

  Example:
    xunwen explain health/2023/0619.txt 养老 服务

  Exit status: 0 when the article matches, in part too; 1 when it does not, or
  there is no such article; 2 on error.

  USAGE: xunwen explain <id> <query> ... [--index <folder>] [--source <name> ...] [--from <date>] [--to <date>] [--match <match>] [--k1 <number>] [--b <number>] [--title-weight <number>] [--json]

  ARGUMENTS:
    <id>                    The article's id, as in search results.
    <query>                 The query.

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --source <name>         Only articles of this publisher, by exact name; may
                            be repeated.
    --from <date>           Only articles of this day, month or year and later.
    --to <date>             Only articles of this day, month or year and earlier.
    --match <match>         What an unquoted query asks of an article: all words,
                            or in part (best); any word; or all words. (values:
                            best, any, all; default: best)
    --k1 <number>           BM25: how fast repetition loses weight. (default: \#(ranking.k1))
    --b <number>            BM25: how much length counts, 0 to 1. (default: \#(ranking.b))
    --title-weight <number> What a word in the headline is worth. (default: \#(ranking.titleWeight))
    --json                  Print one JSON object.
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "cite": #"""
  OVERVIEW: Write references to articles.

  By GB/T 7714-2015, as BibTeX entries (for biblatex), as CSL-JSON items, an item
  a line, or as text. What an article does not say is marked as unknown;
  docs/CITING.md says how.

  Example:
    xunwen cite health/2023/0619.txt --accessed 2024-05-01
    xunwen cite - --format bibtex < ids > references.bib

  Exit status: 0, 1 when an id is not there, 2 on error.

  USAGE: xunwen cite <id> ... [--index <folder>] [--format <format>] [--accessed <date>]

  ARGUMENTS:
    <id>                    Ids, as in search results, or - for a list of them on
                            standard input, one a line.

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --format <format>       The form of the references. (values: gbt7714, bibtex,
                            json, text; default: gbt7714)
    --accessed <date>       Day on which the articles were seen at their
                            addresses. (default: not said)
    --version               Show the version.
    -h, --help              Show help information.


  """#,
  "verify-quote": #"""
  OVERVIEW: Look up which articles contain a quotation.

  The earliest first, each with whether it has the quotation verbatim, or only up
  to width, case, script (Traditional or Simplified), white space and the kind of
  punctuation; with its place and sentence. Where no article has it, the longest
  beginning and ending that one has.

  Example:
    xunwen verify-quote '推动长期护理保险制度建设'
    xunwen verify-quote - --json < quotations.txt

  Exit status: 0 when every quotation was found, 1 when one was not, 2 on error.

  USAGE: xunwen verify-quote <quotation> ... [--index <folder>] [--source <name> ...] [--from <date>] [--to <date>] [--limit <count>] [--json] [--color <color>]

  ARGUMENTS:
    <quotation>             Quotations, an argument each, or - for those on
                            standard input, a line each.

  OPTIONS:
    -i, --index <folder>    Folder of the index. (default: $XUNWEN_INDEX, else
                            ./index)
    --source <name>         Only articles of this publisher, by exact name; may
                            be repeated.
    --from <date>           Only articles of this day, month or year and later.
    --to <date>             Only articles of this day, month or year and earlier.
    -n, --limit <count>     Hits to show. (default: 10)
    --json                  Print one JSON object a line: of each quotation the
                            articles, then a summary.
    --color <color>         Color: auto is on a terminal, unless NO_COLOR is set.
                            (values: auto, always, never; default: auto)
    --version               Show the version.
    -h, --help              Show help information.


  """#,
]
