namespace Busbar.Tool.Plant;

/// <summary>A circuit breaker: takes a command, moves for 80 ms, and can be tripped. Now and then it trips by itself and recloses.</summary>
internal sealed class Breaker(Random random, bool closed, double meanSecondsBetweenTrips)
{
    private const double TravelTime = 0.08;
    private const double RecloseAfter = 20;

    private double _travelling;
    private double _recloseIn = double.PositiveInfinity;
    private bool _commanded = closed;

    /// <summary>The position of the main contacts.</summary>
    public bool Closed { get; private set; } = closed;

    /// <summary>Operations since the start.</summary>
    public int Operations { get; private set; }

    /// <summary>What the control asks for.</summary>
    public bool Commanded
    {
        get => _commanded;
        set
        {
            _commanded = value;
            _recloseIn = double.PositiveInfinity; // whoever commands decides, not the automatic recloser
        }
    }

    public void Step(double seconds)
    {
        if (Closed && random.NextDouble() < seconds / meanSecondsBetweenTrips)
        {
            _commanded = false;
            _recloseIn = RecloseAfter;
        }

        _recloseIn -= seconds;
        if (_recloseIn <= 0)
            Commanded = true;

        if (Closed == _commanded)
        {
            _travelling = 0;
            return;
        }

        _travelling += seconds;
        if (_travelling < TravelTime)
            return;
        Closed = _commanded;
        Operations++;
    }
}
