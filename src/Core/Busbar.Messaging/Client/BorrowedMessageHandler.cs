namespace Busbar.Messaging;

/// <summary>Takes a message of a group that a <see cref="BrokerClient"/> joined. The next waits for its return; what it throws is logged.</summary>
/// <param name="message">Borrowed: valid until the handler returns. <see cref="BorrowedMessage.ToReceivedMessage"/> keeps it.</param>
public delegate void BorrowedMessageHandler(in BorrowedMessage message);
