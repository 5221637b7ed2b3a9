# Writes xgboost-<version>.snapshot.json beside itself: what XGBoost makes of a small set of rows, for xgboost.test.ts.
import json

import numpy as np
import xgboost as xgb

# Values that single precision holds exactly, some of them missing.
rng=np.random.RandomState(7)
n=400
X=np.stack([rng.randint(0,24,n),rng.randint(0,7,n),rng.randint(0,200,n)/4.0],1).astype(np.float64)
X[rng.rand(n)<0.08,0]=np.nan
X[rng.rand(n)<0.05,2]=np.nan
z=np.where(np.isnan(X[:,0]),10,X[:,0])/6+X[:,1]/3+np.where(np.isnan(X[:,2]),5,X[:,2])/25+rng.logistic(0,.4,n)
y3=np.digitize(z,[3.0,5.0]); y2=(z>4).astype(int); yr=np.round(z*4)/4
cases=[]
def fit(objective,y,extra,rounds=4):
    p=dict(objective=objective,tree_method='hist',max_depth=3,eta=0.3,base_score=0.5,nthread=1); p.update(extra)
    d=xgb.DMatrix(X,label=y)
    res={}
    b=xgb.train(p,d,rounds,evals=[(d,'train')],evals_result=res,verbose_eval=False)
    cases.append(dict(objective=objective,hyperparameters=dict(num_round=rounds,max_depth=3,eta=0.3,**extra),labels=[float(v) for v in y],
      predictions=[float(v) for v in b.predict(d)], metric={k:v[-1] for k,v in res['train'].items()}))
fit('multi:softmax',y3,dict(num_class=3))
fit('binary:logistic',y2,{})
fit('binary:logistic',y2,dict(alpha=0.5,gamma=0.8,min_child_weight=5,scale_pos_weight=2))
fit('binary:hinge',y2,{})
fit('reg:squarederror',yr,dict(max_delta_step=0.7))
fit('reg:squarederror',yr,{'lambda':0.0,'gamma':2})
fit('reg:squaredlogerror',np.abs(yr),{})
fit('reg:logistic',y2*0.5+0.25,{})
fit('reg:pseudohubererror',yr,{})
fit('reg:tweedie',np.maximum(yr,0),dict(tweedie_variance_power=1.3))
def clean(v): return None if np.isnan(v) else float(v)
json.dump(dict(xgboost=xgb.__version__,rows=[[clean(v) for v in r] for r in X],cases=cases),open(f'xgboost-{xgb.__version__}.snapshot.json','w'))

