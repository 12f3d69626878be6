// swift-tools-version: 6.2
import PackageDescription

/// Every target is built the same way: Swift 6 mode, strict memory safety, warnings as errors.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableExperimentalFeature("Lifetimes"),
]

/// A library target of this package that imports exactly `dependencies`; the order below is the direction of imports.
func layer(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

/// The tests of one layer.
func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies, swiftSettings: settings)
}

/// What the script that makes packages says of a build, for C; empty where somebody builds by hand.
func buildFact(_ name: String) -> CSetting { .define(name, to: "\"\(Context.environment[name] ?? "")\"") }

let package = Package(
  name: "smtptrace",
  products: [
    .executable(name: "smtptrace", targets: ["smtptrace"]),
    .executable(name: "smtptrace-history", targets: ["smtptrace-history"]),
    .library(name: "SMTPAnalysis", targets: ["SMTPAnalysis"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    layer("ByteParsing"),
    layer("PlainWords"),
    .target(name: "CFileWindows"),
    .target(name: "CBuildFacts", cSettings: [buildFact("SMTPTRACE_COMMIT"), buildFact("SMTPTRACE_COMPILER")]),
    layer(
      "CaptureFiles",
      ["ByteParsing", "PlainWords", "CFileWindows", .product(name: "Subprocess", package: "swift-subprocess")]),
    .systemLibrary(name: "CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
    layer("LiveCapture", ["ByteParsing", "PlainWords", "CaptureFiles", "CPcap"]),
    layer("PacketLayers", ["ByteParsing", "PlainWords", "CaptureFiles"]),
    layer("StreamAssembly", ["ByteParsing", "CaptureFiles", "PacketLayers"]),
    layer("SMTPTranscript", ["ByteParsing", "PlainWords"]),
    layer("TLSHandshake", ["ByteParsing"]),
    layer(
      "TLSDecryption",
      [
        "ByteParsing", "TLSHandshake", .product(name: "SwiftASN1", package: "swift-asn1"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ]),
    layer(
      "Certificates",
      [
        "ByteParsing", "PlainWords", "CaptureFiles", .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"), .product(name: "Crypto", package: "swift-crypto"),
      ]),
    layer(
      "SMTPSession",
      [
        "ByteParsing", "PlainWords", "CaptureFiles", "PacketLayers", "StreamAssembly", "SMTPTranscript", "TLSHandshake",
        "TLSDecryption", "Certificates",
      ]),
    layer(
      "Diagnosis",
      [
        "ByteParsing", "PlainWords", "CaptureFiles", "PacketLayers", "StreamAssembly", "SMTPTranscript", "TLSHandshake",
        "Certificates", "SMTPSession",
      ]),
    layer(
      "Reports",
      [
        "ByteParsing", "PlainWords", "CaptureFiles", "PacketLayers", "SMTPTranscript", "TLSHandshake", "Certificates",
        "SMTPSession",
        "Diagnosis", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    layer(
      "SMTPAnalysis",
      [
        "ByteParsing", "PlainWords", "CaptureFiles", "PacketLayers", "StreamAssembly", "SMTPTranscript",
        "TLSDecryption",
        "Certificates", "SMTPSession", "Diagnosis", "Reports",
      ]),
    layer("HistoryArguments", [.product(name: "ArgumentParser", package: "swift-argument-parser")]),
    layer("History", ["PlainWords", "CaptureFiles", "Reports", .product(name: "GRDB", package: "GRDB.swift")]),
    .executableTarget(
      name: "smtptrace",
      dependencies: [
        "CBuildFacts", "CaptureFiles", "LiveCapture", "PlainWords", "SMTPAnalysis", "HistoryArguments",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "smtptrace-history",
      dependencies: [
        "CaptureFiles", "PlainWords", "SMTPAnalysis", "History", "HistoryArguments",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests(of: "ByteParsing"),
    tests(of: "PlainWords"),
    tests(of: "CaptureFiles"),
    tests(of: "LiveCapture", ["CaptureFiles", "Diagnosis", "Reports", "SMTPAnalysis", "SMTPSession"]),
    tests(of: "PacketLayers", ["CaptureFiles"]),
    tests(of: "StreamAssembly", ["CaptureFiles", "PacketLayers"]),
    tests(of: "SMTPTranscript"),
    tests(of: "TLSHandshake"),
    tests(of: "TLSDecryption", ["TLSHandshake"]),
    tests(of: "SMTPSession", ["CaptureFiles", "PacketLayers", "SMTPTranscript", "StreamAssembly"]),
    tests(of: "Diagnosis", ["TLSHandshake"]),
    tests(of: "Reports", ["CaptureFiles", "PacketLayers"]),
    tests(
      of: "Certificates",
      [
        "CaptureFiles", .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"), .product(name: "Crypto", package: "swift-crypto"),
      ]),
    tests(
      of: "SMTPAnalysis",
      [
        "CaptureFiles", "Diagnosis", "PacketLayers", "Reports", "SMTPSession", "SMTPTranscript", "StreamAssembly",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    tests(of: "History", ["CaptureFiles", "Reports", "SMTPAnalysis"]),
    .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: settings),

    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "AllocationCounter", "ByteParsing", "CaptureFiles", "Diagnosis", "PacketLayers", "Reports", "SMTPAnalysis",
        "SMTPSession", "TestSupport",
      ],
      path: "Tests/Benchmarks", exclude: ["costs.tsv"], swiftSettings: settings),

    .target(
      name: "FuzzTargets",
      dependencies: [
        "ByteParsing", "CaptureFiles", "Certificates", "Diagnosis", "PacketLayers", "Reports", "SMTPAnalysis",
        "SMTPTranscript", "StreamAssembly", "TLSDecryption", "TLSHandshake", "TestSupport",
      ],
      path: "Tests/Fuzzing/Targets", swiftSettings: settings),
    .executableTarget(
      name: "fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzzing/Driver", swiftSettings: settings),
    tests(of: "FuzzTargets"),
  ]
)
