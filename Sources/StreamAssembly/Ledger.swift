import CaptureFiles
import PacketLayers

/// The part of a direction's state that every connection has, and that most packets do not look at.
struct Ledger: Sendable {
  var recent = RecentSegments()
  var firstPacket: PacketMoment?
  var syn: SYNFacts?
  var fin: FINFacts?
  var synHopLimit: UInt8?
  var vlan: UInt16?
}
