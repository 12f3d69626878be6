package import SMTPSession
package import SMTPTranscript

package struct SealedDialogue: Sendable {
  package enum Outcome: Sendable {
    case delivered(Moment)
    case refused(Stage, Moment)
    case unanswered(by: Side, since: Moment, seconds: Double)
    case cutInMessage(by: Side, Moment)
    case looked, nothingSaid, cannotBeTold
  }
  package enum LeaveKind: Sendable { case quit, alert }
  package struct Leave: Sendable { package let side: Side; package let at: Moment; package let kind: LeaveKind }
  package let outcome: Outcome
  package let certainty: Certainty
  package let showsIntent: Bool
  package let leave: Leave?
  package init?(_ session: Session) { return nil }
}
