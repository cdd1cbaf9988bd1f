namespace Busbar.Influx;

/// <summary>What one request led to, and what there is to say about it.</summary>
/// <param name="Kind">What to do next.</param>
/// <param name="Reason">Why it was not delivered, as the end of a sentence that begins with the server: <c>refused the connection</c>.</param>
/// <param name="DroppedPoints">Points the server left out of a delivered request.</param>
/// <param name="RetryAfter">How long the server asks to wait; null when it did not say.</param>
internal readonly record struct Answer(AnswerKind Kind, string Reason = "", int DroppedPoints = 0, TimeSpan? RetryAfter = null);
