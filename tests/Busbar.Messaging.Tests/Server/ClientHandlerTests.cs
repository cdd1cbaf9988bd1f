namespace Busbar.Messaging.Tests;

public sealed class ClientHandlerTests
{
    [Fact]
    public async Task Methods_AreCalledByTheNameOfWhatIsSent()
    {
        await using var fixture = new ServerFixture();
        using var doors = new Doors(fixture.Server);
        doors.Start();
        doors.Start();
        TestClient client = await fixture.ClientAsync();

        client.Say("""[{"type":"send","name":"open","value":{"door":"x"}},{"type":"send","name":"none"},{"type":"send","name":"open","value":{"door":3,"by":"ann"}}]""");
        await doors.Called.NextAsync();

        Assert.Equal(["c1 ann 3"], doors.Opened);
        Assert.Equal(1, doors.Rejected);
        client.Say("""{"type":"send","name":"shut"}""");
        await client.ExpectAsync("send");
        Assert.Empty(doors.Opened);
        Assert.Equal(0, fixture.Server.HandlerFailures);
    }
}
