namespace Busbar.Tool.Plant;

/// <summary>An on-load tap changer with its voltage regulator: when the voltage leaves the band for long enough it steps, which takes its time.</summary>
internal sealed class TapChanger(double setpoint)
{
    public const int LastPosition = 9;
    public const double RatioOfStep = 0.0125;

    private const double Bandwidth = 0.01;
    private const double Patience = 15;
    private const double StepTime = 5;

    private double _outsideFor;
    private double _stepping;
    private int _direction;

    /// <summary>-9 to 9; each step raises the voltage by 1.25 %.</summary>
    public int Position { get; private set; }

    /// <summary>Between two positions.</summary>
    public bool Stepping => _direction != 0;

    /// <summary>What the regulator keeps, kV.</summary>
    public double Setpoint { get; set; } = setpoint;

    public int Operations { get; private set; }

    public void Step(double seconds, double voltage)
    {
        if (Stepping)
        {
            Travel(seconds);
            return;
        }

        double deviation = (voltage - Setpoint) / Setpoint;
        _outsideFor = Math.Abs(deviation) > Bandwidth ? _outsideFor + seconds : 0;
        int direction = deviation > 0 ? -1 : 1;
        if (_outsideFor < Patience || Math.Abs(Position + direction) > LastPosition)
            return;
        _direction = direction;
        _stepping = 0;
    }

    private void Travel(double seconds)
    {
        _stepping += seconds;
        if (_stepping < StepTime)
            return;
        Position += _direction;
        Operations++;
        _direction = 0;
        _outsideFor = 0;
    }
}
