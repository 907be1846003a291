// The console works without this script. It adds the live figures and their charts.
import "./console.css";
import { followFigures } from "./live.js";

followFigures();
