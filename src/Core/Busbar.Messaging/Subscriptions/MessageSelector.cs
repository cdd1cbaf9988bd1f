namespace Busbar.Messaging;

/// <summary>
/// Makes of a message, while it is being delivered, what observers get: a copy, a decoded value, or <see cref="Message.Retain"/>,
/// which each observer then disposes. Called on the publishing thread, under the topic's lock.
/// </summary>
/// <typeparam name="T">What observers get.</typeparam>
/// <param name="message">Borrowed: valid until the selector returns.</param>
public delegate T MessageSelector<out T>(Message message);
