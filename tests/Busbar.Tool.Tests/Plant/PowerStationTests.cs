using Busbar.Tool.Plant;

namespace Busbar.Tool.Tests.Plant;

public sealed class PowerStationTests
{
    private const double Second = 1;

    [Fact]
    public void SameSeedAndSteps_GiveTheSameRun()
    {
        var first = new PowerStation(seed: 7);
        var second = new PowerStation(seed: 7);
        var other = new PowerStation(seed: 8);

        for (int i = 0; i < 600; i++)
        {
            first.Step(Second);
            second.Step(Second);
            other.Step(Second);
        }

        Assert.Equal(Values(first), Values(second));
        Assert.NotEqual(Values(first), Values(other));
    }

    [Fact]
    public void Power_IsVoltageTimesCurrent_InEveryCircuitAtEveryMoment()
    {
        var plant = new PowerStation(seed: 1);
        for (int i = 0; i < 3_600; i++)
        {
            plant.Step(Second);
            foreach (ThreePhase circuit in plant.Feeders.Select(feeder => feeder.Output).Append(plant.Generator.Output).Append(plant.Transformer.Exchange))
                Assert.Equal(Math.Abs(circuit.Power), Math.Sqrt(3) * circuit.Voltage * circuit.Current * circuit.PowerFactor, 6);
        }
    }

    [Fact]
    public void WhatFlowsIntoTheBusbar_FlowsOutOfIt()
    {
        var plant = new PowerStation(seed: 1);
        for (int i = 0; i < 3_600; i++)
        {
            plant.Step(Second);
            double outOf = plant.Transformer.Exchange.Power + plant.StationService + plant.Feeders.Sum(feeder => feeder.Output.Power);
            Assert.Equal(plant.Generator.Output.Power, outOf, 6);
        }
    }

    [Fact]
    public void Energy_IntegratesPower()
    {
        var plant = new PowerStation(seed: 1);
        ulong before = plant.Generator.Energy.WattHours;
        double kilowattSeconds = 0;
        for (int i = 0; i < 36_000; i++)
        {
            plant.Step(0.1);
            kilowattSeconds += plant.Generator.Output.Power * 0.1;
        }

        Assert.InRange(plant.Generator.Energy.WattHours - before, (kilowattSeconds / 3.6) - 1, (kilowattSeconds / 3.6) + 1);
    }

    [Fact]
    public void Breaker_Opened_TakesVoltageAndCurrentAway_AndClosesAgain()
    {
        var plant = new PowerStation(seed: 1);
        Feeder feeder = plant.Feeders[1];

        feeder.Breaker.Commanded = false;
        plant.Step(0.05);
        Assert.True(feeder.Breaker.Closed); // on its way
        plant.Step(Second);
        Assert.False(feeder.Breaker.Closed);
        Assert.Equal((0, 0, 0), (feeder.Output.Voltage, feeder.Output.Power, feeder.Output.Current));

        feeder.Breaker.Commanded = true;
        plant.Step(Second);
        Assert.True(feeder.Breaker.Closed);
        Assert.True(feeder.Output.Current > 0);
    }

    [Fact]
    public void Generator_OffTheGrid_HasNoPowerAndRunsUp()
    {
        var plant = new PowerStation(seed: 1);

        plant.Generator.Breaker.Commanded = false;
        for (int i = 0; i < 5; i++)
            plant.Step(Second);

        Assert.Equal(0, plant.Generator.Output.Power);
        Assert.True(plant.Generator.Speed > 255);
        Assert.True(plant.Transformer.Exchange.Power < 0); // the feeders now take from the grid
    }

    [Fact]
    public void Generator_FollowsItsSetpoint()
    {
        var plant = new PowerStation(seed: 1);

        plant.Generator.Setpoint = 5_000;
        for (int i = 0; i < 60; i++)
            plant.Step(Second);

        Assert.InRange(plant.Generator.Output.Power, 4_900, 5_100);
    }

    [Fact]
    public void TapChanger_Steps_WhenTheVoltageStaysOutsideTheBand()
    {
        var changer = new TapChanger(setpoint: 20);

        for (int i = 0; i < 15; i++)
            changer.Step(Second, voltage: 20.5);
        Assert.Equal((0, true), (changer.Position, changer.Stepping));
        for (int i = 0; i < 5; i++)
            changer.Step(Second, voltage: 20.5);

        Assert.Equal((-1, false), (changer.Position, changer.Stepping));
        Assert.Equal(1, changer.Operations);
    }

    [Fact]
    public void TapChanger_KeepsTheBusbarNearItsSetpoint_ThroughADay()
    {
        var plant = new PowerStation(seed: 1);
        int outside = 0;
        for (int i = 0; i < 86_400; i++)
        {
            plant.Step(Second);
            if (Math.Abs(plant.BusbarVoltage - 20.4) > 20.4 * 0.03)
                outside++;
        }

        Assert.True(plant.Transformer.TapChanger.Operations > 10);
        Assert.InRange(outside, 0, 86_400 / 50);
    }

    [Fact]
    public void MeterBank_PowerIsVoltageTimesCurrent_AndAnyCountOfPoints()
    {
        var meters = new MeterBank(points: 402, seed: 3);
        meters.Step(0.1, busbarVoltage: 20.4);

        Assert.Equal(402, meters.Values.Length);
        for (int i = 0; i + MeterBank.PointsOfMeter <= 400; i += MeterBank.PointsOfMeter)
            Assert.Equal(meters.Values[i] * meters.Values[i + 1] * 0.96 / 1000, meters.Values[i + 2], 4);
    }

    private static double[] Values(PowerStation plant) => [.. PlantMap.Quantities.Select(quantity => quantity.Value(plant))];
}
