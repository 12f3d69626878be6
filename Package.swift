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

let package = Package(
  name: "smtptrace",
  products: [
    .executable(name: "smtptrace", targets: ["smtptrace"]),
    .library(name: "SMTPAnalysis", targets: ["SMTPAnalysis"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    layer("ByteParsing"),
    layer("CaptureFiles", ["ByteParsing", .product(name: "Subprocess", package: "swift-subprocess")]),
    layer("PacketLayers", ["ByteParsing", "CaptureFiles"]),
    layer("StreamAssembly", ["ByteParsing", "CaptureFiles", "PacketLayers"]),
    layer("SMTPTranscript", ["ByteParsing"]),
    layer("TLSHandshake", ["ByteParsing"]),
    layer(
      "SMTPSession",
      ["ByteParsing", "CaptureFiles", "PacketLayers", "StreamAssembly", "SMTPTranscript", "TLSHandshake"]),
    layer(
      "Diagnosis",
      [
        "ByteParsing", "CaptureFiles", "PacketLayers", "StreamAssembly", "SMTPTranscript", "TLSHandshake",
        "SMTPSession",
      ]),
    layer(
      "Reports",
      [
        "ByteParsing", "CaptureFiles", "PacketLayers", "SMTPTranscript", "SMTPSession", "Diagnosis",
        .product(name: "Crypto", package: "swift-crypto"), .product(name: "Mustache", package: "swift-mustache"),
      ]),
    layer(
      "SMTPAnalysis",
      [
        "ByteParsing", "CaptureFiles", "PacketLayers", "StreamAssembly", "SMTPTranscript", "SMTPSession", "Diagnosis",
        "Reports",
      ]),
    .executableTarget(
      name: "smtptrace",
      dependencies: ["SMTPAnalysis", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: settings),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests(of: "ByteParsing"),
    tests(of: "CaptureFiles"),
    tests(of: "PacketLayers", ["CaptureFiles"]),
    tests(of: "StreamAssembly", ["CaptureFiles", "PacketLayers"]),
    tests(of: "SMTPTranscript"),
    tests(of: "TLSHandshake"),
    tests(of: "Diagnosis"),
    tests(of: "Reports", ["CaptureFiles", "PacketLayers"]),
    tests(of: "SMTPAnalysis", ["CaptureFiles", "Diagnosis", "Reports"]),
    .testTarget(name: "ArchitectureTests", swiftSettings: settings),
  ]
)
