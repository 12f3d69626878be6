package import Diagnosis
import PacketLayers

/// The survey of a run, as the lines of its result that stand before the last: what is remembered of sessions, to work out again what
/// several show together when results are merged.
package enum SurveyJSON {
  /// The version of these lines, by themselves.
  package static let version = 1
  /// Visits of one line, so that no line is long.
  static let visitsPerLine = 256

  /// - Parameter written: Called after each line, which may take what the buffer holds.
  package static func writeLines(
    _ contents: SurveyContents, sensor: String?, to json: inout JSONBuffer,
    written: (inout JSONBuffer) -> Void = { _ in }
  ) {
    let parts = Self.parts(contents)
    for (place, part) in parts.enumerated() {
      json.beginObject()
      json.field("type", "survey")
      json.field("schemaVersion", SessionJSON.schemaVersion)
      json.field("surveyVersion", version)
      json.field("sensor", sensor)
      json.field("part", place + 1)
      json.field("parts", parts.count)
      json.field("forgotten", contents.forgotten)
      json.key("excludedFrom")
      if let rank = contents.excludedFrom {
        json.beginObject()
        VisitJSON.hexadecimal("server", rank.server, &json)
        VisitJSON.hexadecimal("client", rank.client, &json)
        json.endObject()
      } else {
        json.null()
      }
      json.key("totals")
      json.beginObject()
      json.field("arrivals", contents.totals.arrivals)
      json.field("deliveries", contents.totals.deliveries)
      json.field("conversations", contents.totals.conversations)
      json.endObject()
      write(part, of: contents, to: &json)
      json.endObject()
      json.newline()
      written(&json)
    }
  }

  /// What one line holds, as places in the contents.
  private typealias Part = (clients: Range<Int>, others: Range<Int>)

  private static func parts(_ contents: SurveyContents) -> [Part] {
    var parts: [Part] = []
    var part: Part = (0..<0, 0..<0)
    var count = 0
    func close() {
      parts.append(part)
      part = (part.clients.upperBound..<part.clients.upperBound, part.others.upperBound..<part.others.upperBound)
      count = 0
    }
    for (place, client) in contents.clients.enumerated() {
      if count >= visitsPerLine { close() }
      part.clients = part.clients.lowerBound..<(place + 1)
      count += client.visits.count + 1
    }
    for place in contents.others.indices {
      if count >= visitsPerLine { close() }
      part.others = part.others.lowerBound..<(place + 1)
      count += 1
    }
    close()
    return parts
  }

  private static func write(_ part: Part, of contents: SurveyContents, to json: inout JSONBuffer) {
    let (clients, others) = (contents.clients[part.clients], contents.others[part.others])
    var places: [ObjectIdentifier: Int] = [:]
    var words: [Survey.VisitWords] = []
    func note(_ visit: Int32) {
      let its = contents[visit].words
      guard places[ObjectIdentifier(its)] == nil else { return }
      places[ObjectIdentifier(its)] = words.count
      words.append(its)
    }
    func write(_ place: Int32, to json: inout JSONBuffer) {
      let visit = contents[place]
      VisitJSON.write(visit, words: places[ObjectIdentifier(visit.words)], to: &json)
    }
    for client in clients { client.visits.forEach(note) }
    others.forEach(note)
    json.key("words")
    json.beginArray()
    for one in words { VisitJSON.write(one, to: &json) }
    json.endArray()
    json.key("clients")
    json.beginArray()
    for client in clients {
      json.beginObject()
      json.field("server", client.server)
      json.field("address", client.address)
      json.field("sessions", client.count)
      json.field("asksForService", client.asksForService)
      json.key("visits")
      json.beginArray()
      for visit in client.visits { write(visit, to: &json) }
      json.endArray()
      json.endObject()
    }
    json.endArray()
    json.key("others")
    json.beginArray()
    for visit in others { write(visit, to: &json) }
    json.endArray()
  }

  // MARK: - Reading

  /// Adds what one line holds; what stands in every line is taken from the first.
  package static func read(
    _ line: JSONValue, into contents: inout SurveyContents, place: FilePlaces
  ) throws(JSONValue.Mismatch) {
    if try line.integer("part") == 1 {
      contents.forgotten = try line.count("forgotten")
      let rank = line["excludedFrom"]
      if let server = try rank.hexadecimal("server"), let client = try rank.hexadecimal("client") {
        contents.excludedFrom = (server, client)
      }
      let totals = line["totals"]
      contents.totals = (
        try totals.count("arrivals"), try totals.count("deliveries"), try totals.count("conversations")
      )
    }
    var words: [Survey.VisitWords] = []
    for one in try line.elements("words") { words.append(try VisitJSON.readWords(one)) }
    for one in try line.elements("clients") {
      guard let address = one["address"].text.flatMap({ IPAddress($0) }) else {
        throw JSONValue.Mismatch(key: "address", expected: "an address")
      }
      let visits = try one.elements("visits")
      var client = SurveyContents.Client(
        server: try VisitJSON.endpoint("server", one), address: address, count: try one.count("sessions"),
        asksForService: try one.truth("asksForService"))
      for visit in visits { client.visits.append(contents.add(try VisitJSON.read(visit, words: words, place: place))) }
      contents.clients.append(client)
    }
    for visit in try line.elements("others") {
      contents.others.append(contents.add(try VisitJSON.read(visit, words: words, place: place)))
    }
  }
}
