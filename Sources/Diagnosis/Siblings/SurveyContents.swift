package import PacketLayers

/// What a survey remembers, to be written down and put together with others.
///
/// Visits are large: they lie in one table, which a survey shares with its contents, and are known here by their places in it.
package struct SurveyContents: Sendable {
  package struct Client: Sendable {
    package var server: Endpoint
    package var address: IPAddress
    /// All sessions, remembered or not.
    package var count: Int
    package var asksForService: Bool
    /// The places of its visits, in the order of time.
    package var visits: [Int32] = []

    package init(server: Endpoint, address: IPAddress, count: Int, asksForService: Bool) {
      self.server = server
      self.address = address
      self.count = count
      self.asksForService = asksForService
    }
  }

  private var table: Survey.VisitTable
  package var clients: [Client] = []
  /// The places of visits that are remembered for their time, their mail or their words, but not for their client.
  package var others: [Int32] = []
  /// Sessions of clients for which there was no room.
  package var forgotten = 0
  /// From which rank on there was no room; `nil` where there was for all.
  package var excludedFrom: (server: UInt64, client: UInt64)?
  /// How many sessions, messages and conversations came, remembered or not.
  package var totals = (arrivals: 0, deliveries: 0, conversations: 0)

  package init() { self.init(Survey.VisitTable()) }

  init(_ table: Survey.VisitTable) { self.table = table }

  /// The visit at a place.
  package subscript(place: Int32) -> Survey.Visit { table[place] }

  /// Takes a visit, which is to be listed by the place that it gets.
  package mutating func add(_ visit: Survey.Visit) -> Int32 { table.add(visit, saying: visit.words) }

  /// All visits, each once.
  package var everyVisit: some Sequence<Survey.Visit> {
    (clients.flatMap(\.visits) + others).lazy.map { self[$0] }
  }
}
