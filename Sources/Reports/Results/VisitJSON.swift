import CaptureFiles
package import Diagnosis
package import PacketLayers
import SMTPSession

/// What is remembered of one session, in JSON: written into results, and read when they are merged.
package enum VisitJSON {
  /// - Parameter words: The place of its words in a list of them; `nil` where they stand here.
  package static func write(_ visit: Survey.Visit, words: Int?, to json: inout JSONBuffer) {
    json.beginObject()
    json.field("key", SessionKey.of(visit))
    time("start", visit.start, &json)
    time("end", visit.end, &json)
    json.field("client", visit.client)
    json.field("server", visit.server)
    hexadecimal("sequences", visit.sequences, &json)
    packet("firstPacket", visit.firstPacket, &json)
    packet("lastPacket", visit.lastPacket, &json)
    json.field("disposition", word: visit.disposition.rawValue)
    json.field("finding", visit.finding)
    json.field("served", visit.isServed)
    json.key("offersSTARTTLS")
    if let offers = visit.offersSTARTTLS { json.boolean(offers) } else { json.null() }
    json.field("listIsMasked", visit.listIsMasked)
    packet("listPacket", visit.listPacket, &json)
    json.field("clientName", visit.clientName)
    if let words {
      json.field("words", words)
    } else {
      json.key("words")
      write(visit.words, to: &json)
    }
    json.field("tls", word: visit.tls.rawValue)
    json.key("tlsHello")
    if let hello = visit.tlsHello {
      json.beginObject()
      json.field("bytes", hello.bytes)
      json.field("postQuantum", hello.isPostQuantum)
      json.field("answered", hello.isAnswered)
      json.endObject()
    } else {
      json.null()
    }
    packet("clearMailPacket", visit.clearMailPacket, &json)
    json.field("asksForService", visit.asksForService)
    json.field("leftInClear", visit.leftInClear)
    hexadecimal("envelope", visit.envelope, &json)
    json.key("trace")
    if let trace = visit.trace { write(trace, to: &json) } else { json.null() }
    json.endObject()
  }

  package static func write(_ words: Survey.VisitWords, to json: inout JSONBuffer) {
    json.beginObject()
    json.field("serverName", words.serverName)
    json.field("greeting", words.greetingText)
    json.key("keywords")
    json.beginArray()
    for keyword in words.keywords { json.string(keyword) }
    json.endArray()
    json.endObject()
  }

  private static func write(_ trace: ConversationTrace, to json: inout JSONBuffer) {
    json.beginObject()
    hexadecimal("key", trace.key, &json)
    hexadecimal("replies", trace.replies, &json)
    json.key("beats")
    json.beginArray()
    for moment in trace.beats.all { json.quoted(moment.nanoseconds) }
    json.endArray()
    json.field("clientSequence", trace.clientSequence.map(Int.init))
    json.field("serverSequence", trace.serverSequence.map(Int.init))
    hexadecimal("tlsRandom", trace.tlsRandom, &json)
    json.endObject()
  }

  private static func time(_ name: StaticString, _ time: Timestamp, _ json: inout JSONBuffer) {
    json.key(name)
    json.quoted(time.nanoseconds)
  }

  static func hexadecimal(_ name: StaticString, _ value: UInt64?, _ json: inout JSONBuffer) {
    json.key(name)
    if let value { json.quoted(hexadecimal: value) } else { json.null() }
  }

  private static func packet(_ name: StaticString, _ packet: PacketID?, _ json: inout JSONBuffer) {
    json.key(name)
    guard let packet else { return json.null() }
    json.beginArray()
    json.integer(Int(packet.file))
    json.integer(Int(packet.number))
    json.endArray()
  }

  // MARK: - Reading

  /// - Parameters:
  ///   - words: The list in which the words of visits stand.
  ///   - place: Where a file of the result stands among those of the merger.
  package static func read(
    _ value: JSONValue, words: [Survey.VisitWords], place: FilePlaces
  ) throws(JSONValue.Mismatch) -> Survey.Visit {
    let spoken: Survey.VisitWords
    if let index = value["words"].integer {
      guard words.indices.contains(index) else {
        throw JSONValue.Mismatch(key: "words", expected: "a place in the list of words")
      }
      spoken = words[index]
    } else {
      spoken = try readWords(value["words"])
    }
    var hello: Survey.Visit.TLSHello?
    if !value["tlsHello"].isNull {
      let it = value["tlsHello"]
      hello = Survey.Visit.TLSHello(
        bytes: try it.integer("bytes"), isPostQuantum: try it.truth("postQuantum"),
        isAnswered: try it.truth("answered"))
    }
    guard let first = try packet("firstPacket", value, place), let last = try packet("lastPacket", value, place) else {
      throw JSONValue.Mismatch(key: "firstPacket", expected: "a packet")
    }
    let visit = Survey.Visit(
      start: try time("start", value), end: try time("end", value), client: try endpoint("client", value),
      server: try endpoint("server", value), sequences: try value.hexadecimal("sequences") ?? 0, firstPacket: first,
      lastPacket: last, disposition: try value.word("disposition", Disposition.self), finding: value["finding"].text,
      isServed: try value.truth("served"), offersSTARTTLS: value["offersSTARTTLS"].isTrue,
      listIsMasked: try value.truth("listIsMasked"), listPacket: try packet("listPacket", value, place),
      clientName: value["clientName"].text, words: spoken,
      tls: try value.word("tls", Survey.Visit.TLSOutcome.self), tlsHello: hello,
      clearMailPacket: try packet("clearMailPacket", value, place),
      asksForService: try value.truth("asksForService"), leftInClear: try value.truth("leftInClear"),
      envelope: try value.hexadecimal("envelope"),
      trace: value["trace"].isNull ? nil : try trace(value["trace"]))
    guard SessionKey.of(visit) == value["key"].text else {
      throw JSONValue.Mismatch(key: "key", expected: "the key of this session")
    }
    return visit
  }

  package static func readWords(_ value: JSONValue) throws(JSONValue.Mismatch) -> Survey.VisitWords {
    Survey.VisitWords(
      serverName: value["serverName"].text, greetingText: value["greeting"].text,
      keywords: try value.elements("keywords").compactMap(\.text))
  }

  private static func trace(_ value: JSONValue) throws(JSONValue.Mismatch) -> ConversationTrace {
    guard let key = try value.hexadecimal("key"), let replies = try value.hexadecimal("replies") else {
      throw JSONValue.Mismatch(key: "trace", expected: "two numbers")
    }
    let beats = try value.elements("beats").compactMap { $0.text.flatMap { Int64($0) } }
    return ConversationTrace(
      key: key, replies: replies, beats: ConversationTrace.Beats(beats.map { Timestamp(nanoseconds: $0) }),
      clientSequence: value["clientSequence"].integer.flatMap { UInt32(exactly: $0) },
      serverSequence: value["serverSequence"].integer.flatMap { UInt32(exactly: $0) },
      tlsRandom: try value.hexadecimal("tlsRandom"))
  }

  private static func time(_ key: String, _ value: JSONValue) throws(JSONValue.Mismatch) -> Timestamp {
    guard let time = value[key].text.flatMap({ Int64($0) }) else {
      throw JSONValue.Mismatch(key: key, expected: "nanoseconds")
    }
    return Timestamp(nanoseconds: time)
  }

  package static func endpoint(_ key: String, _ value: JSONValue) throws(JSONValue.Mismatch) -> Endpoint {
    guard let address = value[key]["address"].text.flatMap({ IPAddress($0) }),
      let port = value[key]["port"].integer.flatMap({ UInt16(exactly: $0) })
    else { throw JSONValue.Mismatch(key: key, expected: "an address and a port") }
    return Endpoint(address: address, port: port)
  }

  static func packet(
    _ key: String, _ value: JSONValue, _ place: FilePlaces
  ) throws(JSONValue.Mismatch) -> PacketID? {
    if value[key].isNull { return nil }
    guard let pair = value[key].elements, pair.count == 2, let file = pair[0].integer, let number = pair[1].integer,
      (0..<1 << 48).contains(number), let known = place[file]
    else { throw JSONValue.Mismatch(key: key, expected: "the numbers of a file and of a packet") }
    return PacketID(file: known, number: Int64(number))
  }
}

/// Where the files of one result stand among those of all.
package struct FilePlaces: Sendable, Equatable {
  private let places: [Int32]

  package init(_ places: [Int32]) {
    self.places = places
  }

  /// `nil` where the result has no such file.
  package subscript(file: Int) -> Int32? { places.indices.contains(file) ? places[file] : nil }

  /// Whether every file stands where it stood.
  package var isUnchanged: Bool { places.enumerated().allSatisfy { Int32($0.offset) == $0.element } }
}
