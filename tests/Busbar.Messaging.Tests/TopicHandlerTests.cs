using Busbar.Testing;

namespace Busbar.Messaging.Tests;

public sealed class TopicHandlerTests
{
    private readonly Broker _broker = new();
    private readonly RecordingLogger _logger = new();

    [Fact]
    public async Task AllMethodsThatMatch_AreCalled_InTheOrderOfDeclaration()
    {
        await using Plant plant = Started();

        _broker.Publish("plant/3/power", "41.7"u8);
        _broker.Publish("plant/4/state", "\"on\""u8);

        Assert.Equal(["3: 41.7 kW", "3 power #1 41.7", "4 state #1 \"on\""], await plant.CallsAsync(3));
        Assert.Equal((3, 0, 0, 0), (plant.Handled, plant.Rejected, plant.Failed, plant.Dropped));
    }

    [Fact]
    public async Task RetainedStates_ComeFirst_EachOnce()
    {
        _broker.GetTopic("plant/1/power", TopicKind.State).Publish("1"u8);

        await using Plant plant = Started();
        _broker.Publish("plant/1/power", "2"u8);

        Assert.Equal(["1: 1 kW", "1 power #1 1", "1: 2 kW", "1 power #2 2"], await plant.CallsAsync(4));
    }

    [Fact]
    public async Task Messages_KeepTheOrderOfTheirTopic_AndWaitForAsynchronousMethods()
    {
        await using Plant plant = Started();

        for (int i = 1; i <= 3; i++)
            _broker.Publish("slow/a", System.Text.Encoding.UTF8.GetBytes($"{i}"));
        Assert.Equal(["a 1 begins"], await plant.CallsAsync(1));
        plant.Gate.SetResult();

        Assert.Equal(["a 1 begins", "a 1 ends", "a 2 begins", "a 2 ends", "a 3 begins", "a 3 ends"], await plant.CallsAsync(6));
    }

    [Fact]
    public async Task APublisher_NeverWaits_WhatTheQueueCannotHoldIsDroppedAndCounted()
    {
        await using Plant plant = Started(new() { Queue = new() { Capacity = 2 } });
        _broker.Publish("slow/a", "0"u8);
        await plant.CallsAsync(1);

        for (int i = 1; i <= 5; i++)
            _broker.Publish("slow/a", System.Text.Encoding.UTF8.GetBytes($"{i}"));
        plant.Gate.SetResult();

        Assert.Equal(["a 0 begins", "a 0 ends", "a 4 begins", "a 4 ends", "a 5 begins", "a 5 ends"], await plant.CallsAsync(6));
        Assert.Equal(3, plant.Dropped);
    }

    [Fact]
    public async Task WhatAMethodThrows_IsCountedAndLogged_TheOthersAreCalled()
    {
        await using Plant plant = Started();

        _broker.Publish("bad/now", "\"a\""u8);
        _broker.Publish("bad/later", "\"b\""u8);

        Assert.Equal(["a", "b"], await plant.CallsAsync(2));
        Assert.Equal(2, plant.Failed);
        Assert.Equal("A method of Plant threw for a message of \"bad/now\"; 1 times so far. The handler goes on.", (await _logger.NextAsync(6)).Message);
    }

    [Fact]
    public async Task PayloadThatDoesNotFit_IsCountedAndLogged_TheNextIsTaken()
    {
        await using Plant plant = Started();

        _broker.Publish("bad/x", "{"u8);
        _broker.Publish("plant/x/power", "1"u8);
        _broker.Publish("bad/x", "\"good\""u8);

        Assert.Equal(["x power #1 1", "good"], await plant.CallsAsync(2));
        Assert.Equal(2, plant.Rejected);
        Assert.StartsWith("A message of \"bad/x\" was not given to Plant: Event \"bad/#\": 'text' must be text", (await _logger.NextAsync(7)).Message, StringComparison.Ordinal);
        Assert.Contains("Event \"plant/{bay}/power\": 'bay' must be an integer, and is \"x\".", (await _logger.NextAsync(7)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_CancelsTheMethodThatRuns_ForgetsWhatWaits_AndGivesAllMemoryBack()
    {
        Plant plant = Started();
        _broker.Publish("slow/a", "1"u8);
        _broker.Publish("slow/a", "2"u8);
        await plant.CallsAsync(1);

        await plant.DisposeAsync();
        _broker.Publish("slow/a", "3"u8);

        Assert.Equal(["a 1 begins"], await plant.CallsAsync(1));
        Assert.Equal((0, 0), (plant.Failed, _broker.Pool.Outstanding));
        Assert.True(plant.Completion.IsCompletedSuccessfully);
        Assert.Throws<ObjectDisposedException>(plant.Start);
        await plant.DisposeAsync();
    }

    [Fact]
    public async Task NotStarted_TakesNothing_StartedTwiceTakesOnce_AndEndsWithTheBroker()
    {
        var idle = new Plant(_broker);
        await using Plant plant = Started();
        plant.Start();

        _broker.Publish("plant/1/power", "1"u8);
        await plant.CallsAsync(2);
        _broker.Dispose();
        await plant.Completion;

        Assert.Equal(2, plant.Handled);
        Assert.Throws<ObjectDisposedException>(idle.Start);
        await idle.DisposeAsync();
    }

    [Fact]
    public async Task RawPayloads_AllocateNothing()
    {
        await using var plant = new RawPlant(_broker);
        plant.Start();
        Topic topic = _broker.GetTopic("plant/3/power");

        long allocated = await Allocations.OfTheProcessAsync(() =>
        {
            topic.Publish("41.7"u8);
            return plant.NextAsync();
        });

        Assert.Equal(0, allocated);
    }

    private Plant Started(TopicHandlerOptions? options = null)
    {
        options ??= new TopicHandlerOptions();
        options.Logger = _logger;
        var plant = new Plant(_broker, options);
        plant.Start();
        return plant;
    }
}
