using System.Text;
using Busbar.Testing;

namespace Busbar.Tests.Events;

public sealed class TopicLevelsTests
{
    [Theory]
    [InlineData("plant/3/power", 0, "plant")]
    [InlineData("plant/3/power", 1, "3")]
    [InlineData("plant/3/power", 2, "power")]
    [InlineData("plant/3/power", 3, "")]
    [InlineData("plant//power", 1, "")]
    [InlineData("/a", 0, "")]
    [InlineData("/a", 1, "a")]
    [InlineData("a/", 1, "")]
    [InlineData("", 0, "")]
    public void Level_IsFound(string topic, int index, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(TopicLevels.At(Encoding.UTF8.GetBytes(topic), index)));

    [Theory]
    [InlineData("3", true)]
    [InlineData("-3", true)]
    [InlineData(" 3", false)]
    [InlineData("3 ", false)]
    [InlineData("", false)]
    [InlineData("3x", false)]
    [InlineData("2147483648", false)]
    public void Number_IsTheWholeLevel(string level, bool expected) =>
        Assert.Equal(expected, TopicLevels.TryParse(Encoding.UTF8.GetBytes(level), out int _));

    [Theory]
    [InlineData("true", true, true)]
    [InlineData("False", true, false)]
    [InlineData("truex", false, false)]
    [InlineData("", false, false)]
    public void Truth_IsTheWholeLevel(string level, bool expected, bool value)
    {
        Assert.Equal(expected, TopicLevels.TryParse(Encoding.UTF8.GetBytes(level), out bool parsed));
        Assert.Equal(value, parsed && expected);
    }

    [Fact]
    public void Parsing_AllocatesNothing() =>
        Assert.Equal(0, Allocations.OfThisThread(static () => TopicLevels.TryParse(TopicLevels.At("plant/00112233-4455-6677-8899-aabbccddeeff/41.7"u8, 1), out Guid _)));

    [Fact]
    public void Rejection_NamesFilterArgumentAndOffset()
    {
        EventFault fault = TopicLevels.Reject("plant/{bay}", "plant/x"u8, 1, "bay", "an integer").Fault!;

        Assert.Equal("Event \"plant/{bay}\": 'bay' must be an integer, and is \"x\".", fault.ToString());
        Assert.Equal((-1, "bay", 6), (fault.Argument.Index, fault.Argument.Name, fault.Argument.Offset));
    }

    [Fact]
    public void Outcome_IsOneOfThree()
    {
        var fault = new ArgumentFault { Kind = ArgumentFaultKind.Missing, Expected = "an integer", Received = "nothing" };

        Assert.Equal((EventStatus.NotFound, "NotFound"), (EventOutcome.NotFound.Status, default(EventOutcome).ToString()));
        Assert.Equal((EventStatus.Handled, null), (EventOutcome.Handled.Status, EventOutcome.Handled.Fault));
        Assert.Equal((0, "a.b"), (EventOutcome.Rejected("e", 0, "a", fault.In("b")).Fault!.Argument.Index, EventOutcome.Rejected("e", 0, "a", fault.In("b")).Fault!.Argument.Path));
        Assert.True(EventOutcome.Rejected("e", -1, "", fault).Completion.IsCompletedSuccessfully);
        Assert.False(EventOutcome.Running(new TaskCompletionSource().Task).Completion.IsCompleted);
        Assert.Throws<ArgumentNullException>(static () => EventOutcome.Running(null!));
    }
}
