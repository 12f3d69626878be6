import CaptureFiles
import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

/// Results of days that never were: the lines that real captures give, with other times, ends and names.
struct MadeResult {
  /// The kinds of sessions that stories are made of, by the captures that show them.
  enum Kind: String, CaseIterable {
    case tls12 = "healthy-tls12.pcap"
    case tls13 = "healthy-tls13-x25519.pcap"
    case notOffered = "not-offered.pcap"
    case inClear = "healthy-plain-no-tls-wanted.pcap"
    /// Neither greeting nor EHLO was captured.
    case midConnection = "mid-connection.pcap"
    case implicit = "healthy-submissions-465.pcap"
    case greylisted = "greylisted.pcap"
  }

  /// Of each capture's result the first line, or that of the mail which was put off.
  private static let templates: [Kind: Data] = {
    var lines: [Kind: Data] = [:]
    for kind in Kind.allCases {
      let path = ProjectFolders.captures.appending(path: kind.rawValue).path()
      let all = result(of: path).split(separator: 0x0A).map { Data($0) }
      let deferred = all.first { $0.range(of: Data(#""disposition":"deferred""#.utf8)) != nil }
      lines[kind] = deferred ?? all.first
    }
    return lines
  }()

  /// What `--format ndjson` writes of a capture.
  static func result(of path: String) -> [UInt8] {
    var analysis = Analysis(options: AnalysisOptions())
    var report = ReportStream(
      format: .ndjson, style: TextStyle(usesColor: false), selection: Selection(), layout: ReportStream.Layout(),
      line: LineContext(captures: [path]))
    do throws(CaptureError) {
      var capture = try analysis.open(path)
      while try analysis.readSome(&capture) {}
    } catch {
      Issue.record("\(error)")
    }
    analysis.finish()
    while let session = analysis.nextSession() { report.add(session) }
    report.finish(analysis.summary())
    return report.takeOutput()
  }

  private(set) var lines: [String] = []
  private var number = 0

  /// Microseconds since 1970 of a time of day in the story, whose day 1 is 2026-09-01.
  static func time(day: Int, minutes: Int) -> Int64 {
    1_788_220_800_000_000 + (Int64(day - 1) * 1440 + Int64(minutes)) * 60_000_000
  }

  /// What the sessions of one line of the story share.
  private struct Shape: Hashable {
    var kind: Kind
    var sensor: String
    var name: String
    var server: String
    var client: String
    var certificate: String?
  }

  /// Lines with blanks for what differs from session to session; making one takes longer than all that is tested with it.
  private var shapes: [Shape: [String]] = [:]

  /// Adds a session.
  ///
  /// - Parameters:
  ///   - certificate: A digit that the fingerprint of the server's certificate is made of; `nil` for the capture's own.
  ///   - change: What else is different, in the line's own JSON.
  mutating func add(
    _ kind: Kind, at time: Int64, sensor: String, name: String = "mx.example.net", server: String = "203.0.113.25",
    client: String = "192.0.2.10", certificate: String? = nil, change: ((inout [String: Any]) -> Void)? = nil
  ) throws {
    number += 1
    let start = RFC3339.text(time)
    let shape = Shape(kind: kind, sensor: sensor, name: name, server: server, client: client, certificate: certificate)
    var parts = change == nil ? shapes[shape] : nil
    if parts == nil {
      let made = try Self.line(shape, change ?? { _ in })
      parts = made.components(separatedBy: "@")
      if change == nil { shapes[shape] = parts }
    }
    let key = String(repeating: "0", count: 32 - 8) + String(0x1000_0000 + number, radix: 16)
    lines.append(
      (parts ?? []).reduce(into: "") { line, part in
        switch part {
        case "key": line += key
        case "start": line += start
        case "day": line += start.prefix(10)
        case "4711": line += String(number)
        case "mail": line += "@"
        default: line += part
        }
      })
  }

  private static func line(_ shape: Shape, _ change: (inout [String: Any]) -> Void) throws -> String {
    let template = try #require(templates[shape.kind])
    let text = String(decoding: template, as: UTF8.self).replacing("@", with: "@mail@")
    var line = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    line["key"] = "@key@"
    line["start"] = "@start@"
    line["end"] = "@start@"
    line["sensor"] = shape.sensor
    line["capture"] = "\(shape.sensor)-@day@.pcap"
    line["id"] = "@4711@"
    line["client"] = ["address": shape.client, "port": 40_000]
    var end = try #require(line["server"] as? [String: Any])
    end["address"] = shape.server
    line["server"] = end
    let hellos = try #require(line["ehlo"] as? [[String: Any]])
    line["ehlo"] = hellos.map { hello in
      var hello = hello
      hello["serverName"] = shape.name
      return hello
    }
    if var tls = line["tls"] as? [String: Any] {
      tls["serverName"] = shape.name
      if let certificate = shape.certificate, var chain = tls["certificates"] as? [[String: Any]], !chain.isEmpty {
        chain[0]["sha256"] = String(repeating: certificate, count: 64)
        tls["certificates"] = chain
      }
      line["tls"] = tls
    }
    change(&line)
    let data = try JSONSerialization.data(withJSONObject: line, options: [.sortedKeys, .withoutEscapingSlashes])
    // A number has no quotation marks.
    return String(decoding: data, as: UTF8.self).replacing("\"@4711@\"", with: "@4711@")
  }

  static let end =
    #"{"type":"capture","schemaVersion":1,"sensor":null,"findings":[],"capture":{"files":[],"packets":0,"sessions":0}}"#

  /// The whole result, with the line that ends it.
  var text: String { (lines + [Self.end]).map { $0 + "\n" }.joined() }
}

/// Times as results write them.
enum RFC3339 {
  static func text(_ microseconds: Int64) -> String {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
    let whole = Date(timeIntervalSince1970: Double(microseconds / 1_000_000)).formatted(style)
    let fraction = String(1_000_000 + microseconds % 1_000_000).dropFirst()
    return "\(whole.dropLast()).\(fraction)Z"
  }
}
