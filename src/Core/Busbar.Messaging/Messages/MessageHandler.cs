namespace Busbar.Messaging;

/// <summary>
/// Takes a message on the publishing thread, under the topic's lock: be quick and never wait for another thread that may publish.
/// What it throws is counted and logged and reaches nobody else. What it publishes itself is queued behind the current message.
/// </summary>
/// <param name="message">Borrowed: valid until the handler returns. <see cref="Message.Retain"/> keeps it.</param>
public delegate void MessageHandler(Message message);
