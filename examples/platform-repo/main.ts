import { InferenceApp } from 'cdk8s-inference';
import { platform } from './platform';

const app = new InferenceApp();
platform(app);
app.synth();
