using Busbar.Links;

namespace Busbar.Testing.Tests;

public sealed class ScriptedPeerTests
{
    [Fact]
    public async Task Expects_OtherOctets_FailsNamingBoth()
    {
        await using var peer = new ScriptedPeer();
        await peer.Connect().Output.WriteAsync(new byte[] { 1, 3 });

        ScriptedPeerException failure = await Assert.ThrowsAsync<ScriptedPeerException>(() => peer.ExpectsAsync("01 02"));

        Assert.Equal($"Expected 01 02{Environment.NewLine}but got 01 03", failure.Message);
    }

    [Fact]
    public async Task Waits_ThatLastTooLong_FailSayingForWhat()
    {
        await using var peer = new ScriptedPeer(patience: TimeSpan.FromMilliseconds(1));

        ScriptedPeerException connect = await Assert.ThrowsAsync<ScriptedPeerException>(peer.AcceptAsync);
        Connection connection = peer.Connect();
        ScriptedPeerException end = await Assert.ThrowsAsync<ScriptedPeerException>(peer.ExpectsEndAsync);

        Assert.Equal("No connect came within 0.001 s.", connect.Message);
        Assert.Equal("The connection did not end within 0.001 s.", end.Message);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Octets_ThatDoNotCome_FailSayingHowMany()
    {
        await using var peer = new ScriptedPeer(patience: TimeSpan.FromMilliseconds(1));
        await using Connection connection = peer.Connect();

        ScriptedPeerException failure = await Assert.ThrowsAsync<ScriptedPeerException>(() => peer.ReadAsync(3));

        Assert.Equal("3 octets did not come within 0.001 s.", failure.Message);
    }
}
