import CaptureFiles
import SMTPSession
import Testing

@Suite struct ReachedStagesTests {
  private func moment(_ packet: Int64) -> Moment {
    Moment(packet: PacketID(number: packet), time: Timestamp(nanoseconds: packet))
  }

  @Test func `A stage has the packet that was noted last, and none where it was taken out`() {
    var reached = ReachedStages()
    #expect(reached.isEmpty && reached[.clientHello] == nil)
    reached[.clientHello] = moment(4)
    reached[.serverFlight] = moment(6)
    reached[.clientHello] = moment(5)
    #expect(reached[.clientHello] == moment(5))
    #expect(reached[.serverFlight] == moment(6))
    #expect(Array(reached.keys) == [.clientHello, .serverFlight])
    #expect(Array(reached.values) == [moment(5), moment(6)])
    reached[.clientHello] = nil
    reached[.protected] = nil
    #expect(reached.count == 1 && reached[.clientHello] == nil)
    #expect(reached.map(\.key) == [.serverFlight])
  }

  @Test func `It is written like a dictionary`() {
    let reached: ReachedStages = [.clientHello: moment(4), .protected: moment(9)]
    #expect(reached.count == 2)
    #expect(reached[.protected] == moment(9))
    #expect(reached == [.protected: moment(9), .clientHello: moment(4)])
    #expect(reached != [.protected: moment(9), .clientHello: moment(5)])
  }
}
