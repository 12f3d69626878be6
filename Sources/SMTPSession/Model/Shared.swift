/// Fields in one place that copies of a value share until one of them is changed: for values that are large and handed around.
///
/// Unchecked: a place is changed only by its sole owner.
struct Shared<Fields: Sendable>: @unchecked Sendable {
  private final class Place {
    // Not checked for exclusive access either, because nobody but `Shared` comes here.
    @exclusivity(unchecked) var fields: Fields

    init(_ fields: Fields) {
      unsafe self.fields = fields
    }
  }

  private var place: Place

  init(_ fields: Fields) {
    place = Place(fields)
  }

  /// The fields; for a change, those that no other value sees.
  @inline(__always)
  var fields: Fields {
    // Unsafe: see `Place`.
    _read { yield unsafe place.fields }
    _modify {
      if !isKnownUniquelyReferenced(&place) { unsafe place = Place(place.fields) }
      yield unsafe &place.fields
    }
  }

  /// By which one can tell whether anybody holds the fields.
  var identity: AnyObject { place }
}
