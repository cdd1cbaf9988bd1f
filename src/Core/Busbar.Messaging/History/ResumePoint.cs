namespace Busbar.Messaging;

/// <summary>How far somebody has come with a topic, so that what follows can be asked for later, even in another life of the broker.</summary>
/// <param name="Epoch">The life of the broker in which the number was given; <see cref="Broker.Epoch"/>.</param>
/// <param name="Sequence">The number of the last message that was got; 0 for none.</param>
public readonly record struct ResumePoint(string Epoch, long Sequence);
