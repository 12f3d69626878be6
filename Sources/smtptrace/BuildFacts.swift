import CBuildFacts

/// What is known of this build.
enum BuildFacts {
  /// The program's name, its version, and what it was built from and how, in a line.
  static var sentence: String { sentence(commit: commit, compiler: compiler) }

  /// - Parameters:
  ///   - commit: Empty in a build that somebody made by hand.
  ///   - compiler: The compiler's version; empty where nobody told it.
  static func sentence(commit: String, compiler: String) -> String {
    var facts = [commit.isEmpty ? "built from source" : "commit \(commit)", configuration, architecture]
    if !compiler.isEmpty { facts.append("Swift \(compiler)") }
    return "\(Smtptrace.nameAndVersion) (\(facts.joined(separator: ", ")))"
  }

  // Unsafe: two texts that stand in the program itself.
  private static var commit: String { unsafe String(cString: smtptrace_build_commit()) }
  private static var compiler: String { unsafe String(cString: smtptrace_build_compiler()) }

  private static var configuration: String {
    #if DEBUG
      "debug build"
    #else
      "release build"
    #endif
  }

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "aarch64"
    #else
      "another architecture"
    #endif
  }
}
