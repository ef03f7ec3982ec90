import ArgumentParser
import Xunwen

/// The options of the commands that read files: which files they read, how, and with how many
/// threads.
struct InputOptions: ParsableArguments {
  @OptionGroup private var threads: ThreadCount
  @OptionGroup private var reading: ReadingOptions

  /// The options of an update.
  ///
  /// - Parameter declarations: fields with values, to which names may be assigned.
  func options(declaring declarations: [FieldDeclaration]) throws -> IndexingOptions {
    var options = try reading.options(declaring: declarations)
    options.jobs = threads.count
    return options
  }

  /// The assignments of names, also to the declared fields.
  func fields(declaring declarations: [FieldDeclaration]) throws -> FieldMap {
    try reading.fields(declaring: declarations)
  }
}

/// The options about files: which of them are read, and how.
struct ReadingOptions: ParsableArguments {
  @OptionGroup var memory: MemoryBudget
  @OptionGroup var articleLimit: ArticleLimit

  @Option(
    help: ArgumentHelp(
      "Encoding of all files, such as GB18030. (default: as in the last run, else detected for "
        + "each file)",
      valueName: "name"))
  private var encoding: String?

  @Option(
    name: .customLong("map"), parsing: .upToNextOption,
    help: ArgumentHelp(
      "Fields of names in records and tables, such as 正文=text: id, title, text, date, time, "
        + "source, url, section, tags, a field with values, or extra for none of them. (default: "
        + "as in the last run)",
      valueName: "name=field"))
  private var assignments: [String] = []

  @OptionGroup private var patterns: PatternOptions

  @Flag(
    help: """
      Forget the encoding, the names and the patterns that the index keeps for the folder.
      """)
  private var forgetRules = false

  @Flag(help: "Follow symbolic links that lead out of the folder.")
  private var followLinks = false

  /// The options of an update.
  ///
  /// - Parameter declarations: fields with values, to which names may be assigned.
  func options(declaring declarations: [FieldDeclaration]) throws -> IndexingOptions {
    var options = IndexingOptions()
    options.memory = memory.bytes
    options.maximumArticleBytes = articleLimit.bytes
    options.encoding = encoding
    options.fields = try fields(declaring: declarations)
    options.declarations = declarations
    options.patterns = try patterns.patterns
    options.forgetsRules = forgetRules
    options.followsLinks = followLinks
    return options
  }

  /// The assignments of names, also to the declared fields.
  func fields(declaring declarations: [FieldDeclaration]) throws -> FieldMap {
    do throws(FieldMapError) {
      return try FieldMap(
        assignments,
        valueFields: FieldCatalog.policyFields.map(\.name) + declarations.map(\.name))
    } catch {
      throw ValidationError("--map \(error)")
    }
  }
}

/// An option that declares fields with values. Each command has its own help.
protocol FieldOptions: ParsableArguments {
  var declared: [String] { get }
}

extension FieldOptions {
  var declarations: [FieldDeclaration] {
    get throws {
      do throws(FieldDeclarationError) {
        var declarations: [FieldDeclaration] = []
        for argument in declared { declarations.append(try FieldDeclaration(argument)) }
        return declarations
      } catch {
        throw ValidationError("--field \(error)")
      }
    }
  }
}

/// The fields that an index is to have.
struct DeclaredFields: FieldOptions {
  @Option(
    name: .customLong("field"),
    help: ArgumentHelp(
      "Declare a field with values: the name of a member of records, and keyword, number, date or "
        + "docnumber; none removes the field. Kept for later runs. May be repeated.",
      valueName: "name:type"))
  var declared: [String] = []
}

/// The fields to which names may be assigned.
struct AssignableFields: FieldOptions {
  @Option(
    name: .customLong("field"),
    help: ArgumentHelp(
      "A field that `xunwen index` is to declare, to which --map may assign names. May be "
        + "repeated.",
      valueName: "name:type"))
  var declared: [String] = []
}
