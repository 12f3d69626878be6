import ByteParsing

/// A file's name as it may be printed: names come from outside too.
enum PrintableName {
  static func of(_ name: String) -> String {
    name == "-" ? "standard input" : PrintableText.string(name)
  }
}
