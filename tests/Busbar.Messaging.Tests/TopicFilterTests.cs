namespace Busbar.Messaging.Tests;

public class TopicFilterTests
{
    [Theory] // MQTT 5.0 §4.7.1 and §4.7.2, the examples there first
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/ranking", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("#", "sport/tennis", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+", "finance", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("+/tennis/#", "sport/tennis", true)]
    [InlineData("sport/+/player1", "sport/tennis/player1", true)]
    [InlineData("sport/+/player1", "sport/tennis/player2", false)]
    [InlineData("sport/+/player1", "sport/player1", false)]
    [InlineData("#", "$SYS/broker", false)]
    [InlineData("+/broker", "$SYS/broker", false)]
    [InlineData("$SYS/#", "$SYS/broker", true)]
    [InlineData("$SYS/+", "$SYS/broker", true)]
    [InlineData("plant/#", "plant2", false)]
    [InlineData("plant/+/#", "plant/a", true)]
    [InlineData("plant/+/#", "plant", false)]
    [InlineData("plant/a", "plant/a", true)]
    [InlineData("plant/a", "plant/A", false)]
    [InlineData("plant/a", "plant/a/", false)]
    [InlineData("a//b", "a//b", true)]
    [InlineData("a/+/b", "a//b", true)]
    public void Matches_FollowsMqtt(string filter, string topic, bool expected) =>
        Assert.Equal(expected, TopicFilter.Parse(filter).Matches(topic));

    [Theory]
    [InlineData("")]
    [InlineData("plant#")]
    [InlineData("plant/#/a")]
    [InlineData("plant+/a")]
    [InlineData("plant/+a")]
    [InlineData("##")]
    [InlineData("a\u0000b")]
    public void Parse_WhatMqttForbids_Throws(string filter) => Assert.Throws<ArgumentException>(() => TopicFilter.Parse(filter));

    [Theory]
    [InlineData("")]
    [InlineData("a/+/b")]
    [InlineData("a/#")]
    [InlineData("a\nb")]
    public void GetTopic_BadName_Throws(string name)
    {
        using var broker = new Broker();

        Assert.Throws<ArgumentException>(() => broker.GetTopic(name));
    }

    [Fact]
    public void GetTopic_NameBeyondTheBound_Throws()
    {
        using var broker = new Broker(new() { MaxNameLength = 8 });

        Assert.Equal("12345678", broker.GetTopic("12345678").Name);
        Assert.Throws<ArgumentException>(() => broker.GetTopic("123456789"));
    }
}
