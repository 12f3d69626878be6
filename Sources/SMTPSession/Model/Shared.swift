/// Fields in one place that copies of a value share until one of them is changed: for values that are large and handed around.
///
/// Inlinable, as the values' own properties are: two hundred rules of another module ask for single fields, and a call would hand
/// over the whole of what a field holds.
///
/// Unchecked: a place is changed only by its sole owner.
@usableFromInline
struct Shared<Fields: Sendable>: @unchecked Sendable {
  @usableFromInline
  final class Place {
    // Not checked for exclusive access either, because nobody but `Shared` comes here.
    @usableFromInline @exclusivity(unchecked) var fields: Fields

    @usableFromInline
    init(_ fields: consuming Fields) {
      unsafe self.fields = fields
    }
  }

  @usableFromInline var place: Place

  init(_ fields: consuming Fields) {
    place = Place(fields)
  }

  /// The fields; for a change, those that no other value sees.
  @inlinable
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
