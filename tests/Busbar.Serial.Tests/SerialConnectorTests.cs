using System.IO.Pipelines;
using Busbar.Links;
using Busbar.Serial.Interop;

namespace Busbar.Serial.Tests;

public sealed class SerialConnectorTests : IDisposable
{
    private const int Patience = 30_000;
    private readonly PseudoTerminal _line = new();

    public void Dispose() => _line.Dispose();

    [Fact(Timeout = Patience)]
    public async Task Octets_GoBothWays_AllOfThem()
    {
        await using Connection connection = await ConnectAsync();
        byte[] all = [.. Enumerable.Range(0, 256).Select(octet => (byte)octet)]; // those too that terminals take for signals

        await connection.Output.WriteAsync(all, TestContext.Current.CancellationToken);
        Assert.Equal(all, await _line.ReadAsync(256));

        await _line.WriteAsync(all);
        ReadResult result = await connection.Input.ReadAtLeastAsync(256, TestContext.Current.CancellationToken);
        Assert.Equal(all, System.Buffers.BuffersExtensions.ToArray(result.Buffer));
    }

    [Theory(Timeout = Patience)]
    [InlineData(1_200, SerialStopBits.One)]
    [InlineData(19_200, SerialStopBits.Two)]
    [InlineData(76_800, SerialStopBits.One)] // of no table
    [InlineData(4_000_000, SerialStopBits.Two)]
    public async Task Settings_ReachTheLine(int baud, SerialStopBits stopBits)
    {
        await using Connection connection = await SerialConnector.Open(_line.Path, baud, SerialParity.Even, stopBits).ConnectAsync(TestContext.Current.CancellationToken);

        Termios settings = _line.Settings;

        Assert.Equal((uint)baud, settings.OutputSpeed);
        Assert.Equal(stopBits == SerialStopBits.Two, settings.Control.HasFlag(ControlModes.TwoStopBits));
        Assert.Equal((InputModes.IgnoreBreak | InputModes.CheckParity, 0u, 0u), (settings.Input, settings.Output, settings.Local));
    }

    [Fact(Timeout = Patience)]
    public async Task Read_ThatIsCancelled_LeavesTheLineUsable()
    {
        await using Connection connection = await ConnectAsync();
        using var cancelling = new CancellationTokenSource();
        ValueTask<ReadResult> reading = connection.Input.ReadAsync(cancelling.Token);

        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
        await _line.WriteAsync(7);

        ReadResult result = await connection.Input.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(7, result.Buffer.FirstSpan[0]);
    }

    [Fact(Timeout = Patience)]
    public async Task FarEndThatIsGone_EndsTheRead()
    {
        await using Connection connection = await ConnectAsync();
        ValueTask<ReadResult> reading = connection.Input.ReadAsync(TestContext.Current.CancellationToken);

        _line.Dispose();

        Exception? fault = await Record.ExceptionAsync(async () => Assert.True((await reading).IsCompleted));
        Assert.True(fault is null or IOException, $"{fault}");
    }

    [Fact(Timeout = Patience)]
    public async Task Abort_EndsTheRead()
    {
        await using Connection connection = await ConnectAsync();
        ValueTask<ReadResult> reading = connection.Input.ReadAsync(TestContext.Current.CancellationToken);

        connection.Abort(CloseReason.Local());

        Assert.NotNull(await Record.ExceptionAsync(async () => await reading));
    }

    [Fact(Timeout = Patience)]
    public async Task Line_IsLocked_UntilItsConnectionEnds()
    {
        Connection first = await ConnectAsync();

        ConnectException error = await Assert.ThrowsAsync<ConnectException>(ConnectAsync);
        Assert.Equal($"No connection to {_line.Path}: it could not be locked: another process has it.", error.Message);

        await first.DisposeAsync();
        await using Connection second = await ConnectAsync();
        await _line.WriteAsync(1);
        Assert.Equal(1, (await second.Input.ReadAsync(TestContext.Current.CancellationToken)).Buffer.FirstSpan[0]);
    }

    [Fact(Timeout = Patience)]
    public async Task Octets_BeforeTheLineWasOpened_AreDropped()
    {
        await using (await ConnectAsync())
        {
        }

        await _line.WriteAsync(1, 2, 3);
        await using Connection connection = await ConnectAsync();
        await _line.WriteAsync(4);

        Assert.Equal(4, (await connection.Input.ReadAsync(TestContext.Current.CancellationToken)).Buffer.FirstSpan[0]);
    }

    [Theory]
    [InlineData("/dev/there-is-none", "it could not be opened: there is no such device.")]
    [InlineData("/dev/null", "it is no serial line: the device does not know that.")]
    public async Task Path_ThatIsNoLine_SaysSo(string path, string expected)
    {
        ConnectException error = await Assert.ThrowsAsync<ConnectException>(async () =>
            await SerialConnector.Open(path).ConnectAsync(TestContext.Current.CancellationToken));

        Assert.Equal($"No connection to {path}: {expected}", error.Message);
    }

    [Fact]
    public async Task Driver_ThatDoesNotTurnLinesRound_SaysWhatMay()
    {
        var options = new SerialOptions { Rs485 = new() };

        ConnectException error = await Assert.ThrowsAsync<ConnectException>(async () =>
            await SerialConnector.Open(_line.Path, options).ConnectAsync(TestContext.Current.CancellationToken));

        Assert.Contains("its driver does not turn RS-485 lines round (Rs485Control.Process may)", error.Message, StringComparison.Ordinal);
    }

    private async Task<Connection> ConnectAsync() => await SerialConnector.Open(_line.Path, 115_200, SerialParity.None).ConnectAsync(TestContext.Current.CancellationToken);
}
