import Foundation
import Testing

/// Imports go one way: a layer may import the layers that the drawing in Design.md puts under it, and no other.
@Suite("Imports go one way")
struct ImportDirectionTests {
  static let allowed: [String: Set<String>] = [
    "ByteParsing": [],
    "PlainWords": [],
    "CPcap": [],
    "CFileWindows": [],
    "CBuildFacts": [],
    "CaptureFiles": ["ByteParsing", "PlainWords", "CFileWindows"],
    "LiveCapture": ["ByteParsing", "PlainWords", "CPcap", "CaptureFiles"],
    "PacketLayers": ["ByteParsing", "PlainWords", "CaptureFiles"],
    "StreamAssembly": ["ByteParsing", "CaptureFiles", "PacketLayers"],
    "SMTPTranscript": ["ByteParsing", "PlainWords"],
    "TLSHandshake": ["ByteParsing"],
    "TLSDecryption": ["ByteParsing", "TLSHandshake"],
    "Certificates": ["ByteParsing", "PlainWords", "CaptureFiles"],
    "SMTPSession": [
      "ByteParsing", "PlainWords", "CaptureFiles", "PacketLayers", "StreamAssembly", "SMTPTranscript", "TLSHandshake",
      "TLSDecryption", "Certificates",
    ],
    "Diagnosis": [
      "ByteParsing", "PlainWords", "CaptureFiles", "PacketLayers", "StreamAssembly", "SMTPTranscript", "TLSHandshake",
      "Certificates",
      "SMTPSession",
    ],
    "Reports": [
      "ByteParsing", "PlainWords", "CaptureFiles", "PacketLayers", "SMTPTranscript", "TLSHandshake", "Certificates",
      "SMTPSession",
      "Diagnosis",
    ],
    "SMTPAnalysis": [
      "ByteParsing", "PlainWords", "CaptureFiles", "PacketLayers", "StreamAssembly", "SMTPTranscript",
      "TLSDecryption", "Certificates", "SMTPSession", "Diagnosis", "Reports",
    ],
    "HistoryArguments": [],
    "History": ["PlainWords", "CaptureFiles", "Reports"],
    "smtptrace": [
      "CBuildFacts", "CaptureFiles", "HistoryArguments", "LiveCapture", "PlainWords", "SMTPAnalysis",
    ],
    "smtptrace-history": ["CaptureFiles", "History", "HistoryArguments", "PlainWords", "Reports", "SMTPAnalysis"],
  ]

  static let writtenInC: Set<String> = ["CPcap", "CFileWindows", "CBuildFacts"]

  /// Packages and system modules that a layer may use besides; the parsers use none.
  static let outside: [String: Set<String>] = [
    "ByteParsing": ["Glibc", "Musl", "Darwin"],
    "PlainWords": ["Glibc", "Musl", "Darwin"],
    "CaptureFiles": ["Glibc", "Musl", "Darwin", "Dispatch", "Subprocess", "SystemPackage", "Synchronization"],
    "TLSDecryption": ["Crypto", "CryptoExtras", "SwiftASN1", "Synchronization"],
    "SMTPSession": ["Synchronization"],
    "Diagnosis": ["Glibc", "Musl", "Darwin", "Synchronization"],
    "Certificates": ["X509", "SwiftASN1", "Crypto", "FoundationEssentials", "Foundation", "Synchronization"],
    "LiveCapture": ["Glibc", "Musl", "Darwin"],
    "Reports": ["Crypto", "Glibc", "Musl", "Darwin"],
    "SMTPAnalysis": ["Dispatch", "Glibc", "Musl", "Darwin", "Synchronization"],
    "HistoryArguments": ["ArgumentParser"],
    "History": ["Foundation", "GRDB"],
    "smtptrace": ["ArgumentParser", "Glibc", "Musl", "Darwin"],
    "smtptrace-history": ["ArgumentParser", "Foundation"],
  ]

  /// Packages that no target of this one holds.
  static let inPython: Set<String> = ["smtptrace-dask"]

  static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources")

  @Test("every layer of Sources is drawn, and every drawn layer is there")
  func layersAreKnown() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path())
    #expect(Set(folders) == Set(Self.allowed.keys).union(Self.inPython))
  }

  @Test("no layer imports what is above or beside it", arguments: Set(allowed.keys).subtracting(writtenInC).sorted())
  func direction(layer: String) throws {
    let permitted = (Self.allowed[layer] ?? []).union(Self.outside[layer] ?? [])
    var files = 0
    for file in try swiftFiles(of: layer) {
      files += 1
      let text = try String(contentsOf: file, encoding: .utf8)
      for line in text.split(separator: "\n") {
        guard let module = importedModule(line) else { continue }
        #expect(permitted.contains(module), "\(file.lastPathComponent) of \(layer) imports \(module)")
      }
    }
    #expect(files > 0)
  }

  private func swiftFiles(of layer: String) throws -> [URL] {
    let folder = Self.sources.appending(path: layer)
    let paths = FileManager.default.enumerator(atPath: folder.path())?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".swift") }.map { folder.appending(path: $0) }
  }

  private func importedModule(_ line: Substring) -> String? {
    var words = line.split(separator: " ").map(String.init)
    let prefixes: Set<String> = [
      "package", "public", "internal", "private", "fileprivate", "@_exported", "@testable", "@preconcurrency",
      "@_spi(FixedExpiryValidationTime)",
    ]
    while let first = words.first, prefixes.contains(first) { words.removeFirst() }
    guard words.count >= 2, words[0] == "import" else { return nil }
    return words[1]
  }
}
