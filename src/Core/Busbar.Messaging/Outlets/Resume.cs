namespace Busbar.Messaging;

/// <summary>From where an outlet takes up a topic, and the answer.</summary>
internal sealed class Resume(ResumePoint since)
{
    public bool IsAnswered { get; private set; }

    public ResumeStatus Status { get; private set; }

    /// <summary>Under the topic's lock.</summary>
    public void Join(Topic topic, Attachment attachment) => Answer(topic.OfferSince(attachment, since));

    public void AnswerJoined() => Answer(ResumeStatus.AlreadySubscribed);

    /// <summary>The answer when the topic is not there.</summary>
    public ResumeStatus OfUnknownTopic(Broker broker)
    {
        if (!string.Equals(since.Epoch, broker.Epoch, StringComparison.Ordinal))
            return ResumeStatus.OtherEpoch;
        return since.Sequence == 0 ? ResumeStatus.Complete : ResumeStatus.Gap; // it was there, and was removed
    }

    private void Answer(ResumeStatus status)
    {
        Status = status;
        IsAnswered = true;
    }
}
