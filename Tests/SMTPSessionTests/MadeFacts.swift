import SMTPSession

@testable import StreamAssembly

/// What TCP shows of a side, made up.
enum MadeFacts {
  static let none = DirectionFacts()

  /// Sent nothing but a SYN.
  static func connecting(at moment: Moment) -> DirectionFacts {
    var facts = DirectionFacts()
    facts.packets = 1
    facts.syn = SYNFacts(at: PacketMoment(packet: moment.packet, time: moment.time))
    return facts
  }

  /// Sent nothing but a reset.
  static func refusing() -> DirectionFacts {
    var facts = DirectionFacts()
    facts.packets = 1
    facts.resetCount = 1
    return facts
  }
}
