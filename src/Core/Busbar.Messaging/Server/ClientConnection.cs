namespace Busbar.Messaging;

/// <summary>
/// One connection of one client, as its transport holds it: takes what the client sends, in its order, and is told of the end. Made by
/// <see cref="BrokerServer.Connect"/> and <see cref="BrokerServer.TryAttach"/>. All members may be called from any thread and never throw.
/// </summary>
public sealed partial class ClientConnection : IThreadPoolWorkItem
{
    private const int MaxFaults = 10;
    private const int MaxInboxMessages = 16;

    private readonly Lock _lock = new();
    private ReceivedTexts _inbox = new(); // what comes; under the lock
    private ReceivedTexts _work = new(); // what is being worked off; the drain's alone
    private readonly ConnectRequest _request;
    private TaskCompletionSource? _drained;
    private long _inboxBytes;
    private volatile bool _hasInbox;
    private bool _isDraining;
    private volatile bool _isClosed;
    private int _faults;

    internal ClientConnection(
        BrokerServer server, IClientTransport? transport, ConnectRequest request, ClientSession? session = null, bool isPoll = false, WireForm form = WireForm.Json)
    {
        Form = form;
        Server = server;
        Transport = transport;
        _request = request;
        Session = session;
        IsPoll = isPoll;
        OpenedAt = server.Now();
    }

    /// <summary>Whether the client may still say something here.</summary>
    public bool IsOpen => !_isClosed;

    internal BrokerServer Server { get; }

    internal IClientTransport? Transport { get; }

    internal bool IsPoll { get; }

    /// <summary>How both sides write here.</summary>
    internal WireForm Form { get; }

    internal long OpenedAt { get; }

    private long MaxInboxBytes => (long)MaxInboxMessages * Math.Max(Server.Options.MaxMessageBytes, 64 * 1024);

    /// <summary>The session it has taken up; null before the hello was taken.</summary>
    internal ClientSession? Session { get; private set; }

    /// <summary>Whether so much waits to be worked off that a carrier that can should read no more for now.</summary>
    internal bool IsBehind => Volatile.Read(ref _inboxBytes) > MaxInboxBytes / 4;

    /// <summary>
    /// Takes what the client sent: one object, or an array of them. A client that sends faster than is worked off is cut off; who can wait
    /// awaits <see cref="WaitForInboxAsync"/> in between.
    /// </summary>
    /// <param name="text">Copied.</param>
    public void Receive(ReadOnlySpan<byte> text)
    {
        Gather(text);
        if (TryBeginWork())
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>
    /// As <see cref="Receive"/>, from where nothing may be worked off: <see cref="WorkOffGathered"/> has to follow once it may. So all that
    /// one read brought is worked off together, on the thread that read it.
    /// </summary>
    /// <param name="text">Copied.</param>
    public void Gather(ReadOnlySpan<byte> text)
    {
        Session?.OnHeard();
        if (text.Length > Server.Options.MaxMessageBytes)
            CloseLater(ClientCloseCode.MessageTooBig, "a message is longer than maxMessage");
        else
            Take(text);
    }

    /// <summary>Works off what was gathered, here and now, as far as nothing has to be waited for. The carrier holds no lock meanwhile.</summary>
    public void WorkOffGathered()
    {
        if (TryBeginWork())
            _ = DrainAsync(); // it never faults
    }

    /// <summary>Takes frames of the binary form, whole and such as the codec takes.</summary>
    /// <param name="frames">Copied.</param>
    internal void ReceiveFrames(ReadOnlySpan<byte> frames)
    {
        Session?.OnHeard();
        Take(frames); // WorkOffGathered follows
    }

    /// <summary>Ends when all that was received has been worked off.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitForInboxAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return _isDraining
                ? (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellationToken)
                : Task.CompletedTask;
        }
    }

    /// <summary>The carrier has ended, whoever ended it. The session waits for the next connection.</summary>
    public void OnClosed()
    {
        bool hasLastWords = _hasInbox; // came with the end: what was said before it counts
        if (!hasLastWords && !TryClose())
            return;
        // Not here: a carrier may say so while it holds what sending takes.
        ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.Detach(), this, preferLocal: false);
    }

    /// <summary>The client has been silent for longer than its carrier allows: its session ends now, as at the end of its grace.</summary>
    public void OnTimedOut()
    {
        if (Session is { } session)
            Server.End(session, ClientCloseCode.PolicyViolation, "a silent client", hasTimedOut: true);
    }

    void IThreadPoolWorkItem.Execute() => _ = DrainAsync();

    /// <summary>Ends it for a reason that the client is told, behind the answers that wait.</summary>
    internal void Close(ClientCloseCode code, string reason)
    {
        if (Session is { } session && Transport is null)
        {
            session.CloseConnection(code, reason); // what only posts has nothing of its own to close
            return;
        }

        if (!_isClosed && Session is { } open)
            open.SendAnswers(this);
        CloseTransport(code, reason);
        Server.OnDetached(this);
    }

    /// <summary>Ends it as it is.</summary>
    internal void CloseTransport(ClientCloseCode code, string reason)
    {
        if (!TryClose())
            return;
        Server.OnClosing(code, reason);
        Transport?.Close(code, reason);
    }

    /// <summary>The same from where the carrier may hold what sending takes.</summary>
    internal void CloseLater(ClientCloseCode code, string reason) =>
        ThreadPool.UnsafeQueueUserWorkItem(static close => close.connection.Close(close.code, close.reason), (connection: this, code, reason), preferLocal: false);

    private void Detach()
    {
        WorkOffGathered();
        TryClose();
        Server.OnDetached(this);
    }

    private bool TryClose()
    {
        lock (_lock)
        {
            if (_isClosed)
                return false;
            _isClosed = true;
            return true;
        }
    }

    private void Take(ReadOnlySpan<byte> received)
    {
        bool isFlood;
        lock (_lock)
        {
            if (_isClosed)
                return;
            isFlood = _inboxBytes + received.Length > MaxInboxBytes;
            if (!isFlood)
            {
                _inbox.Add(received);
                _hasInbox = true;
                _inboxBytes += received.Length;
            }
        }

        if (isFlood)
            CloseLater(ClientCloseCode.PolicyViolation, "a flood: more came than could be worked off");
    }

    /// <returns>False when there is nothing to be worked off, or that is under way.</returns>
    private bool TryBeginWork()
    {
        if (!_hasInbox)
            return false;
        lock (_lock)
        {
            if (_isDraining || _inbox.Count == 0)
                return false;
            _isDraining = true;
            return true;
        }
    }

    /// <summary>Works off all that came, and then lets those go on for whom that was.</summary>
    private async Task DrainAsync()
    {
        while (TryTakeWork())
        {
            for (int i = 0; i < _work.Count; i++)
            {
                try
                {
                    WakeRound.Open();
                    ValueTask done = WorkOff(_work[i]);
                    if (done.IsCompletedSuccessfully)
                        continue;
                    WakeRound.Run();
                    await done.ConfigureAwait(false);
                }
                catch (Exception exception)
                {
                    Server.OnConnectionFailed(exception);
                    Close(ClientCloseCode.InternalError, "an error inside the server");
                }
            }

            _work.Clear();
            WakeRound.Run();
        }
    }

    private ValueTask WorkOff(ReadOnlyMemory<byte> text) => IsOver ? default : Form == WireForm.Binary ? WorkOffFramesAsync(text) : WorkOffAsync(text);

    private bool TryTakeWork()
    {
        TaskCompletionSource? drained;
        lock (_lock)
        {
            if (_inbox.Count > 0)
            {
                (_inbox, _work) = (_work, _inbox);
                _inboxBytes = 0;
                _hasInbox = false;
                return true;
            }

            _isDraining = false;
            (drained, _drained) = (_drained, null);
        }

        drained?.TrySetResult();
        return false;
    }
}
